package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.http.HttpFailure.Reason;
import io.sluice.persistence.Waiting;
import io.sluice.tls.DeepCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

  /** TLS begins with the connection, whoever is the first to be ready. */
  @Test
  void why_it_failed_is_told_also_to_a_request_that_comes_after() throws Exception {
    try (var server = saying(RawServer.ok("", "fine"));
        var plain = speakingFirst("220 mail.example\r\n")) {
      assertThat(late(true, "other.example", server))
          .hasMessageContaining("DNS name matching other.example found")
          .returns(Reason.TLS, HttpFailure::reason);
      assertThat(late(true, "oth_er.example", server)).returns(Reason.TLS, HttpFailure::reason);
      assertThat(late(true, "photos.example", plain)).returns(Reason.TLS, HttpFailure::reason);
      assertThat(late(false, "photos.example", plain))
          .hasMessageContaining("the server spoke before it was asked")
          .returns(Reason.BROKEN, HttpFailure::reason);
    }
  }

  private static RawServer speakingFirst(String words) throws IOException {
    var listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()) {
          @Override
          public Socket accept() throws IOException {
            var accepted = super.accept();
            RawServer.write(accepted, words);
            return accepted;
          }
        };
    return new RawServer(listening, (request, socket) -> {});
  }

  private static HttpFailure late(boolean secure, String host, RawServer server) {
    var settings = new HttpSettings(AllowedAddresses.NONE, "Sluice/0.1", Duration.ofMinutes(1));
    var all = new Connections(KIT.system(), trusting, settings, Duration.ofMinutes(1), 1);
    var peer = new Connection.Peer(secure, host, server.port(), InetAddress.getLoopbackAddress());
    var connection = all.open(peer);
    Waiting.until("its end", () -> !connection.isOpen());
    var sent = connection.send(Request.get(at(host, server)), "/", BOUNDS, new FreeMemory());
    return HttpFailure.of(sent.handle((answer, problem) -> problem).join(), host);
  }
}
