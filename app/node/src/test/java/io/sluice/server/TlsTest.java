package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.settings.InvalidSettingException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir static Path directory;
  private static PemFiles rsa;
  private static PemFiles ec;

  @BeforeAll
  static void make() throws Exception {
    rsa = PemFiles.make(directory, "RSA");
    ec = PemFiles.make(directory, "EC");
  }

  private static Map<String, String> settings(Path certificate, Path key) {
    return Map.of("API_TLS_CERTIFICATE", certificate.toString(), "API_TLS_KEY", key.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA pkcs8", "RSA bare", "EC pkcs8", "EC bare"})
  void pages_are_served_encrypted_with_any_form_of_key(String form) throws Exception {
    var files = form.startsWith("RSA") ? rsa : ec;
    var key = form.endsWith("bare") ? files.bareKey() : files.pkcs8();
    try (var served =
        Served.with(
            settings(files.certificateFile(), key),
            request -> CompletableFuture.completedFuture(HttpResponse.create()))) {
      var client = HttpClient.newBuilder().sslContext(files.trusting()).build();
      var own = "https://localhost:" + served.port();
      var request = HttpRequest.newBuilder(URI.create(own + "/")).header("Origin", own).build();
      var response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void old_versions_of_tls_are_refused() throws Exception {
    try (var served =
            Served.with(
                settings(rsa.certificateFile(), rsa.pkcs8()),
                request -> CompletableFuture.completedFuture(HttpResponse.create()));
        var socket =
            (SSLSocket)
                rsa.trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getByName("127.0.0.1"), served.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void files_that_are_wrong_are_named_with_what_is_wrong() throws Exception {
    var nowhere = directory.resolve("nowhere.pem");
    var encrypted = ec.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2});
    var text = Files.writeString(directory.resolve("notes.pem"), "no blocks here");
    var broken = ec.pem("CERTIFICATE", new byte[] {1, 2, 3});
    var certificate = rsa.certificateFile();
    refused(
        settings(nowhere, rsa.pkcs8()), "API_TLS_CERTIFICATE", "there is no such file", nowhere);
    refused(settings(certificate, nowhere), "API_TLS_KEY", "there is no such file", nowhere);
    refused(settings(text, rsa.pkcs8()), "API_TLS_CERTIFICATE", "it holds no certificate", text);
    refused(settings(broken, rsa.pkcs8()), "API_TLS_CERTIFICATE", "cannot be read", broken);
    refused(settings(certificate, text), "API_TLS_KEY", "it holds no private key", text);
    refused(settings(certificate, encrypted), "API_TLS_KEY", "without a password", encrypted);
    refused(
        settings(certificate, ec.pkcs8()),
        "API_TLS_KEY",
        "the private key of the first certificate in " + certificate,
        ec.pkcs8());
    var other = PemFiles.make(Files.createDirectory(directory.resolve("other")), "EC");
    refused(
        settings(ec.certificateFile(), other.pkcs8()),
        "API_TLS_KEY",
        "the private key of the first certificate",
        other.pkcs8());
  }

  private static void refused(Map<String, String> settings, String key, String why, Path file) {
    assertThatThrownBy(() -> Served.settings(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(key + " must be ")
        .hasMessageContaining(why)
        .hasMessageEndingWith(", was " + file);
  }

  @Test
  void one_file_without_the_other_is_refused() throws Exception {
    assertThatThrownBy(() -> Served.settings(Map.of("API_TLS_KEY", rsa.pkcs8().toString())))
        .hasMessage("API_TLS_CERTIFICATE must be set where API_TLS_KEY is");
    assertThatThrownBy(
            () -> Served.settings(Map.of("API_TLS_CERTIFICATE", rsa.certificateFile().toString())))
        .hasMessage("API_TLS_KEY must be set where API_TLS_CERTIFICATE is");
  }
}
