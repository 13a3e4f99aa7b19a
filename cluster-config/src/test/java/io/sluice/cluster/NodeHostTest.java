package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.settings.InvalidSettingException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeHostTest {
  private static NodeSettings settings(String... settings) {
    return NodeSettings.from(
        Systems.settings(
            settings.length == 2
                ? Map.of(settings[0], settings[1])
                : Map.of(settings[0], settings[1], settings[2], settings[3])));
  }

  private static String hostname(NodeSettings settings, String database) {
    return NodeTransport.of(settings, DatabaseAddress.parse(database))
        .getString("pekko.remote.artery.canonical.hostname");
  }

  private static Optional<String> reachable() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "127.0.0.7, 127.0.0.7",
    "localhost, 127.0.0.1",
    "::1, [0:0:0:0:0:0:0:1]",
    "[::1], [0:0:0:0:0:0:0:1]"
  })
  void an_address_of_this_machine_is_taken_in_digits(String host, String told) {
    assertThat(hostname(settings("NODE_HOST", host), "postgres://ann@db/news")).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", "no-such-host.invalid"})
  void what_is_no_address_of_this_machine_is_refused(String host) {
    assertThatThrownBy(() -> settings("NODE_HOST", host, "INSECURE", "true"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "NODE_HOST must be auto, or an address or name of this machine by which other nodes reach it, was "
                + host);
  }

  @Test
  void auto_is_loopback_where_the_database_is() {
    var auto = settings("NODE_HOST", "auto");
    assertThat(auto.isLoopback()).isFalse();
    assertThat(hostname(auto, "postgres://ann@localhost/news")).isEqualTo("127.0.0.1");
    assertThat(hostname(auto, "postgres://ann@[::1]:5432/news")).isEqualTo("127.0.0.1");
    assertThatThrownBy(() -> hostname(auto, "postgres://ann@no-such-host.invalid/news"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("NODE_HOST must name this machine's address, since there is no way")
        .hasMessageEndingWith("was auto");
  }

  @Test
  void an_address_that_others_reach_needs_tls_or_a_word() throws Exception {
    var own = reachable();
    assumeThat(own).as("an address beside loopback").isPresent();
    var database = "postgres://ann@" + own.get() + "/news";
    assertThatThrownBy(() -> settings("NODE_HOST", own.get()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("NODE_TLS_CERTIFICATE, NODE_TLS_KEY and NODE_TLS_CA must be set")
        .hasMessageContaining("or INSECURE=true")
        .hasMessageEndingWith(", was " + own.get());
    assertThatThrownBy(() -> hostname(settings("NODE_HOST", "auto"), database))
        .hasMessageContaining("INSECURE=true");
    assertThat(hostname(settings("NODE_HOST", own.get(), "INSECURE", "true"), database))
        .isEqualTo(own.get());
    assertThat(hostname(settings("NODE_HOST", "auto", "INSECURE", "true"), database))
        .isEqualTo(own.get());
  }
}
