package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with an underscore, at a server of OpenSSL: one of the JDK refuses such names. */
class UnusualNameTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Tells its port, then for whom somebody comes and whether he asks for anything. */
  private static final String SERVER =
      """
      import ssl, socket, sys
      tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      tls.load_cert_chain(sys.argv[1])
      tls.sni_callback = lambda connection, name, context: print("for", name, flush=True)
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1], flush=True)
      while True:
          connection, _ = server.accept()
          try:
              secure = tls.wrap_socket(connection, server_side=True)
              asked = secure.recv(9000)
              print("asks" if asked else "leaves", flush=True)
              if asked:
                  secure.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nfine")
              secure.close()
          except OSError:
              print("leaves", flush=True)
      """;

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.jvm-exit-on-fatal-error = off")
              .withFallback(ConfigFactory.load()));

  @TempDir static Path directory;
  private static Tls trusting;

  private Process server;
  private BufferedReader told;
  private int port;

  @BeforeAll
  static void trust() throws Exception {
    var file = directory.resolve("server.p12");
    var command =
        "%s -genkeypair -alias a -keyalg EC -groupname secp256r1 -dname CN=wide.example -ext san=dns:*.wide.example,dns:*.org -validity 30 -storetype PKCS12 -storepass changeit -keystore %s"
            .formatted(Path.of(System.getProperty("java.home"), "bin", "keytool"), file);
    if (new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
    var store = KeyStore.getInstance(file.toFile(), PASSWORD);
    var certificate = store.getCertificate("a");
    Files.writeString(
        directory.resolve("server.pem"),
        pem("PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded())
            + pem("CERTIFICATE", certificate.getEncoded()));
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", certificate);
    trusting = Tls.trusting(trusted);
  }

  private static String pem(String kind, byte[] bytes) {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void begin() throws IOException {
    var pem = directory.resolve("server.pem").toString();
    server =
        new ProcessBuilder("/usr/bin/python3", "-c", SERVER, pem)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    told = server.inputReader(StandardCharsets.UTF_8);
    port = Integer.parseInt(told.readLine());
  }

  @AfterEach
  void end() {
    server.destroyForcibly();
  }

  private Client client() {
    return new Client(
        KIT, "127.0.0.1:" + port, Client.resolving("127.0.0.1"), new ByteBudget(1 << 20), trusting);
  }

  private URI at(String host) {
    return URI.create("https://" + host + ":" + port + "/");
  }

  private void believes(String host) throws Exception {
    try (var answer = Client.answer(client().http(), at(host), Client.BOUNDS)) {
      assertThat(answer.body()).asString().isEqualTo("fine");
    }
    assertThat(told.readLine()).isEqualTo("for " + host);
    assertThat(told.readLine()).isEqualTo("asks");
  }

  private void doubts(String host) throws Exception {
    var failure = client().failure(at(host), Client.BOUNDS);
    assertThat(failure).hasMessageContaining("DNS name matching " + host + " found");
    assertThat(failure.reason()).isEqualTo(HttpFailure.Reason.TLS);
    assertThat(told.readLine()).isEqualTo("for " + host);
    assertThat(told.readLine()).isEqualTo("leaves");
  }

  @Test
  void is_told_to_the_server_and_believed_with_a_certificate_for_it_alone() throws Exception {
    believes("photo_1.wide.example");
    doubts("a_b.c.wide.example");
    doubts("a.b_c.wide.example");
    doubts("_wide.example");
    doubts("photo_1.wide.example.example");
    doubts("a_b.org");
    doubts("wide.exam_ple");
  }
}
