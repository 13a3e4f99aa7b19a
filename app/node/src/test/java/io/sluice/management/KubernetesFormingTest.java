package io.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.server.PemFiles;
import io.sluice.tls.PemFile;
import io.sluice.tls.TlsIdentity;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the API is stands in the environment of a pod, so the nodes are in a JVM of their own. */
class KubernetesFormingTest {
  private static final String PODS =
      """
      {"kind": "PodList", "items": [%s, %s, {
        "metadata": {"name": "going", "deletionTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"containers": [{"name": "sluice"}]},
        "status": {"phase": "Running", "podIP": "127.0.0.9"}}]}
      """;
  private static final String POD =
      """
      {"metadata": {"name": "sluice"}, "spec": {"containers": [{"name": "sluice"}]},
       "status": {"phase": "Running", "podIP": "%s"}}
      """;

  private static final int FIRST_PORT = 21_000;
  private static final int LAST_PORT = 22_000;

  @TempDir Path directory;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  @Test
  void pods_find_each_other_and_form_one_cluster() throws Exception {
    var pem = PemFiles.make(directory, "RSA");
    var api = api(pem);
    try {
      var token = Files.writeString(directory.resolve("token"), "of-the-pod");
      var command =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              KubernetesNodes.class.getName(),
              pem.certificateFile().toString(),
              token.toString(),
              String.valueOf(freePort()));
      command.environment().put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
      command.environment().put("KUBERNETES_SERVICE_PORT", "" + api.getAddress().getPort());
      var log = directory.resolve("log");
      var nodes = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        assertThat(nodes.waitFor(4, TimeUnit.MINUTES)).isTrue();
      } finally {
        nodes.destroyForcibly();
      }
      assertThat(Files.readString(log))
          .contains("Cluster of 127.0.0.1: [127.0.0.1, 127.0.0.2]")
          .contains("Cluster of 127.0.0.2: [127.0.0.1, 127.0.0.2]");
      assertThat(nodes.exitValue()).isZero();
    } finally {
      api.stop(0);
    }
    assertThat(asked)
        .containsExactly(
            "/api/v1/namespaces/press/pods?labelSelector=app%3Dnews Bearer of-the-pod");
  }

  private HttpsServer api(PemFiles pem) throws Exception {
    var identity =
        TlsIdentity.read(
            new PemFile("CERTIFICATE", pem.certificateFile()), new PemFile("KEY", pem.pkcs8()));
    var api = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    api.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    api.createContext("/", this::listPods);
    api.start();
    return api;
  }

  private void listPods(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
      var pods =
          PODS.formatted(POD.formatted("127.0.0.1"), POD.formatted("127.0.0.2"))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, pods.length);
      exchange.getResponseBody().write(pods);
    }
  }

  /** Free on both addresses, and none that a system gives to others of its own accord. */
  private static int freePort() throws IOException {
    for (int port = FIRST_PORT; ; port++) {
      try (var one = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
          var other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
        assertThat(one.getLocalPort()).isEqualTo(other.getLocalPort());
        return port;
      } catch (BindException e) {
        assertThat(port).as("a free port").isLessThan(LAST_PORT);
      }
    }
  }
}
