package io.sluice.cluster;

import static io.sluice.cluster.Certificates.FOREIGN;
import static io.sluice.cluster.Certificates.NODE;
import static io.sluice.cluster.Certificates.OLD;
import static io.sluice.cluster.Certificates.OURS;
import static io.sluice.cluster.Certificates.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.settings.InvalidSettingException;
import io.sluice.tls.Authority;
import io.sluice.tls.DeepCertificate;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTlsTest {
  @TempDir static Path directory;
  private static final Map<String, String> FINE = NODE.signedBy(OURS);

  private static Map<String, String> with(String key, Path file) {
    var settings = new HashMap<>(FINE);
    settings.put(key, file.toString());
    return settings;
  }

  private static void refused(Map<String, String> settings, String key, String why) {
    assertThatThrownBy(() -> NodeSettings.from(Systems.settings(settings)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(key + " must be a PEM file with ")
        .hasMessageContaining(", but " + why)
        .hasMessageEndingWith(", was " + settings.get(key));
  }

  @Test
  void files_that_fit_are_taken() {
    assertThat(NodeSettings.from(Systems.settings(FINE)).tls()).isPresent();
  }

  @Test
  void files_that_hold_something_else_are_named() throws Exception {
    var nowhere = directory.resolve("nowhere.pem");
    var text = Files.writeString(directory.resolve("notes.pem"), "no blocks here");
    var locked =
        Files.writeString(
            directory.resolve("locked.key"),
            Authority.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2}));
    for (var key : FINE.keySet()) {
      refused(with(key, nowhere), key, "there is no such file");
      refused(with(key, directory), key, "it cannot be read");
    }
    refused(with("NODE_TLS_CERTIFICATE", text), "NODE_TLS_CERTIFICATE", "it holds no certificate");
    refused(with("NODE_TLS_CA", text), "NODE_TLS_CA", "it holds no certificate");
    refused(
        with("NODE_TLS_KEY", locked), "NODE_TLS_KEY", "it holds no private key without a password");
  }

  @Test
  void files_that_do_not_fit_together_are_named() throws Exception {
    assertThatThrownBy(
            () -> NodeSettings.from(Systems.settings(with("NODE_TLS_KEY", STRANGER.key()))))
        .hasMessage(
            "NODE_TLS_KEY must be the private key of the first certificate in %s, was %s"
                .formatted(NODE.certificate(), STRANGER.key()));
    refused(
        NODE.signedBy(FOREIGN),
        "NODE_TLS_CERTIFICATE",
        "it is not signed by who stands in NODE_TLS_CA " + FOREIGN.file());
  }

  @Test
  void certificates_out_of_their_time_are_refused() throws Exception {
    refused(OLD.signedBy(OURS), "NODE_TLS_CERTIFICATE", "CN=sluice expired on ");
    var early = OURS.sign("sluice", "-startdate", "+9d", "-validity", "1");
    refused(early.signedBy(OURS), "NODE_TLS_CERTIFICATE", "CN=sluice is not valid before ");
  }

  @Test
  void a_certificate_for_one_end_alone_is_refused() throws Exception {
    var server = OURS.sign("sluice", "-ext", "eku=serverAuth");
    refused(
        server.signedBy(OURS),
        "NODE_TLS_CERTIFICATE",
        "it is not for both ends of a connection: let it have the extended key usages serverAuth");
  }

  @Test
  void some_files_without_the_others_are_refused() {
    for (var key : FINE.keySet()) {
      var settings = new HashMap<>(FINE);
      settings.remove(key);
      assertThatThrownBy(() -> NodeSettings.from(Systems.settings(settings)))
          .hasMessageMatching(key + " must be set where NODE_TLS_(CERTIFICATE|KEY) is");
    }
  }

  @Test
  void credentials_are_looked_at_again_when_they_are_used() {
    var tls = NodeSettings.from(Systems.settings(FINE)).tls().orElseThrow();
    assertThatThrownBy(() -> tls.credentials(Instant.parse("2100-01-01T00:00:00Z")))
        .hasMessageContaining("CN=sluice expired on ")
        .hasMessageContaining("make a new one");
  }

  /** Read before it is checked, so whoever reaches the port can send it. Newer Javas refuse it. */
  @Test
  void a_certificate_of_thousands_of_levels_ends_its_connection_alone() throws Exception {
    var tls = NodeSettings.from(Systems.settings(FINE)).tls().orElseThrow();
    var node = tls.credentials(Instant.now()).engine("127.0.0.1", 1, false);
    var stranger = DeepCertificate.context(7500).createSSLEngine();
    stranger.setUseClientMode(true);
    assertThatThrownBy(() -> shakeHands(stranger, node))
        .satisfiesAnyOf(
            refused ->
                assertThat(refused)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("Failed to parse client certificates"),
            refused ->
                assertThat(refused)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("of too many levels"));
  }

  private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
    var toServer = ByteBuffer.allocate(1 << 17);
    var toClient = ByteBuffer.allocate(1 << 17);
    client.beginHandshake();
    for (int i = 0; i < 50; i++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    var none = ByteBuffer.allocate(0);
    in.flip();
    for (int i = 0; i < 10; i++) {
      engine.unwrap(in, ByteBuffer.allocate(1 << 15));
      runTasks(engine);
      engine.wrap(none, out);
      runTasks(engine);
    }
    in.compact();
  }

  private static void runTasks(SSLEngine engine) {
    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
