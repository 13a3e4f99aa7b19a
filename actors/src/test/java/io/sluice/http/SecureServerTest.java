package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.http.HttpFailure.Reason;
import io.sluice.tls.DeepCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over TLS to a server whose certificate this Java is made to trust. */
class SecureServerTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.jvm-exit-on-fatal-error = off")
              .withFallback(ConfigFactory.load()));
  private static final Bounds BOUNDS = new Bounds(1 << 20, Duration.ofMinutes(1));
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static SSLContext tls;
  private static Tls trusting;

  @BeforeAll
  static void trust() throws Exception {
    var file = directory.resolve("server.p12");
    var command =
        "%s -genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=photos.example -ext san=dns:photos.example -validity 30 -storetype PKCS12 -storepass changeit -keystore %s"
            .formatted(Path.of(System.getProperty("java.home"), "bin", "keytool"), file);
    if (new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
    var store = KeyStore.getInstance(file.toFile(), PASSWORD);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("a"));
    tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    trusting = Tls.trusting(trusted);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static RawServer saying(String answer) throws IOException {
    return new RawServer(
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        (request, socket) -> RawServer.write(socket, answer));
  }

  private static Client asking(RawServer server) {
    return new Client(
        KIT,
        Client.allow(server),
        Client.resolving("127.0.0.1"),
        new ByteBudget(1 << 20),
        trusting);
  }

  private static URI at(String host, RawServer server) {
    return URI.create("https://" + host + ":" + server.port() + "/");
  }

  @Test
  void a_certificate_for_the_name_that_was_asked_is_believed_and_no_other() throws Exception {
    try (var server = saying(RawServer.ok("", "fine"))) {
      try (var answer =
          asking(server)
              .http()
              .get(at("photos.example", server), BOUNDS)
              .toCompletableFuture()
              .get(2, TimeUnit.MINUTES)) {
        assertThat(answer.body()).asString().isEqualTo("fine");
      }
      assertThat(server.requests().get(0))
          .startsWith("GET / HTTP/1.1\r\n")
          .contains("\r\nHost: photos.example:" + server.port() + "\r\n");
      assertThat(asking(server).failure(at("other.example", server), BOUNDS))
          .hasMessageContaining("DNS name matching other.example found");
    }
  }

  @Test
  void many_interim_answers_fail_the_request_alone() throws Exception {
    var interim = "HTTP/1.1 100 Continue\r\n\r\n";
    try (var server = saying(interim.repeat(20_000) + RawServer.ok("", "fine"))) {
      assertThat(asking(server).failure(at("photos.example", server), BOUNDS))
          .hasMessage("photos.example: more than 8 interim answers");
    }
    try (var server = saying(interim + RawServer.ok("", "fine"))) {
      try (var answer =
          asking(server)
              .http()
              .get(at("photos.example", server), BOUNDS)
              .toCompletableFuture()
              .get(2, TimeUnit.MINUTES)) {
        assertThat(answer.body()).asString().isEqualTo("fine");
      }
    }
  }

  /** Read before it is checked, so anyone can send it. */
  @Test
  void a_certificate_of_thousands_of_levels_fails_the_request_alone() throws Exception {
    var deep = DeepCertificate.context(7500);
    try (var server =
        new RawServer(
            deep.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            (request, socket) -> RawServer.write(socket, RawServer.ok("", "fine")))) {
      // In other words by each kind of TLS.
      assertThat(asking(server).failure(at("photos.example", server), BOUNDS).reason())
          .isEqualTo(Reason.TLS);
    }
    a_certificate_for_the_name_that_was_asked_is_believed_and_no_other();
  }
}
