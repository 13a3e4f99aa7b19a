package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {

  private static HttpSettings with(String name, String value) {
    return HttpSettings.from(
        ConfigFactory.parseMap(Map.of("sluice." + name, value)).withFallback(ConfigFactory.load()));
  }

  private static boolean allows(String entries, String address, int port) {
    return with("allowed-addresses", entries).allowed().allows(AddressRange.address(address), port);
  }

  @Test
  void the_defaults() {
    assertThat(HttpSettings.from(ConfigFactory.load()))
        .isEqualTo(
            new HttpSettings(
                AllowedAddresses.NONE, "Sluice/0.1 (data collector)", Duration.ofSeconds(5)));
  }

  @Test
  void every_key_is_mapped() {
    assertThat(with("user-agent", "Botany/2 (+https://a.example)").userAgent())
        .isEqualTo("Botany/2 (+https://a.example)");
    assertThat(with("dns-servers", "1.1.1.1, [::1]:5353;10.0.0.1:54, fd00::1").nameServers())
        .containsExactly(
            new InetSocketAddress("1.1.1.1", 53),
            new InetSocketAddress("::1", 5353),
            new InetSocketAddress("10.0.0.1", 54),
            new InetSocketAddress("fd00::1", 53));
    assertThat(with("connect-timeout", "2s").connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(with("allowed-addresses", "10.0.0.1, ::1; [::2]:90 ,").allowed().entries())
        .containsExactly(
            AllowedAddresses.Entry.of("10.0.0.1"),
            AllowedAddresses.Entry.of("::1"),
            AllowedAddresses.Entry.of("[::2]:90"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 8080, true",
    "127.0.0.1:8080, 127.0.0.1, 80, false",
    "127.0.0.1:8080, 127.0.0.2, 8080, false",
    "10.1.2.3, 10.1.2.3, 9, true",
    "10.1.2.3, 10.1.2.4, 80, false",
    "10.1.0.0/16, 10.1.255.4, 1234, true",
    "10.1.0.0/16, 10.2.0.0, 80, false",
    "10.1.0.0/12, 10.15.0.0, 80, true",
    "0.0.0.0/0, ::1, 80, false",
    "0.0.0.0/0, 127.0.0.1, 80, true",
    "[::1]:8080, ::1, 8080, true",
    "[::1]:8080, ::1, 80, false",
    "fd00::/8, fd12::1, 80, true",
    "fd00::/8, fe80::1, 80, false"
  })
  void an_entry_allows(String entry, String address, int port, boolean allowed) {
    assertThat(allows(entry, address, port)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.1",
        "127.0.0.256",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "10.0.0.0/8:80",
        "::1:g",
        "[::1]",
        "[1.2.3.4",
        "fd00::/129",
        "127.0.0.1 127.0.0.2",
        "http://127.0.0.1",
        "*"
      })
  void an_entry_that_is_no_address_is_refused_by_its_name(String entry) {
    assertThatThrownBy(() -> with("allowed-addresses", "10.0.0.1," + entry))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "ALLOWED_ADDRESSES must be address:port, address or CIDR between commas, which \""
                + entry
                + "\" is not, was 10.0.0.1,"
                + entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user-agent | wrong, that is | USER_AGENT must be products such as ",
        "user-agent | '' | USER_AGENT must be products such as ",
        "dns-servers | dns.example | DNS_SERVERS must be address or address:port between commas",
        "dns-servers | 1.1.1.1:70000 | DNS_SERVERS must be address or address:port between commas",
        "connect-timeout | 5 | CONNECT_TIMEOUT must be a time with its unit",
        "connect-timeout | 1ms | CONNECT_TIMEOUT must be a time from 100ms to 60s, was 1ms"
      })
  void a_wrong_value_is_refused(String name, String value, String message) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(message);
  }
}
