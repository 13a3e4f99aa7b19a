package io.sluice.cluster;

import static io.sluice.cluster.Certificates.FOREIGN;
import static io.sluice.cluster.Certificates.NODE;
import static io.sluice.cluster.Certificates.OLD;
import static io.sluice.cluster.Certificates.OURS;
import static io.sluice.cluster.Certificates.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.Waiting;
import io.sluice.tls.Authority;
import io.sluice.tls.PemFile;
import io.sluice.tls.TlsIdentity;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTransportTest {
  private static final DatabaseAddress HERE =
      DatabaseAddress.parse("postgres://ann@localhost:5432/news");

  @TempDir static Path directory;
  private static final Config ENCRYPTED = Systems.settings(NODE.signedBy(OURS));

  private static final String AT_ONCE =
      "pekko.coordinated-shutdown.run-by-actor-system-terminate = off";
  private static final int PATIENCE_MILLIS = 20_000;

  private final List<ActorSystem<?>> systems = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    systems.forEach(ActorSystem::terminate);
    for (var system : systems) {
      Systems.stop(system);
    }
  }

  private ActorSystem<?> start(Config config) {
    var whole =
        ConfigFactory.parseString("pekko.cluster.downing-provider-class = \"\"")
            .withFallback(NodeTransport.of(NodeSettings.from(config), HERE))
            .withFallback(ConfigFactory.parseString(AT_ONCE))
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(config)
            .resolve();
    var system = ActorSystem.create(Behaviors.empty(), "sluice", whole);
    systems.add(system);
    return system;
  }

  private static int port(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().address().getPort().orElseThrow();
  }

  private static Optional<String> probe(Config as, ActorSystem<?> other) {
    return NodeProbe.of(NodeSettings.from(as), "127.0.0.1", port(other));
  }

  private static void join(ActorSystem<?> system, ActorSystem<?> other) throws Exception {
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(Cluster.get(other).selfMember().address()));
    Waiting.until("up", () -> cluster.selfMember().status().equals(MemberStatus.up()));
  }

  @Test
  void nodes_with_certificates_of_their_own_talk() throws Exception {
    var rsa = OURS.sign("box-2", "-keyalg", "RSA", "-ext", "san=dns:Sluice,dns:box-2");
    var one = start(ENCRYPTED);
    join(one, one);
    var two = start(Systems.settings(rsa.signedBy(OURS)));
    join(two, one);
    assertThat(Cluster.get(one).state().getMembers()).hasSize(2);
    assertThat(probe(ENCRYPTED, two)).isEmpty();
    assertThat(NodeTransport.isLoopback(one)).isTrue();
  }

  @Test
  void nodes_without_any_talk_openly() throws Exception {
    var plain = Systems.settings(Map.of("NODE_HOST", "::1"));
    var one = start(plain);
    join(one, one);
    join(start(Systems.settings(Map.of())), one);
    assertThat(Cluster.get(one).state().getMembers()).hasSize(2);
    assertThat(NodeProbe.of(NodeSettings.from(plain), "::1", port(one))).isEmpty();
    assertThat(NodeProbe.of(NodeSettings.from(ENCRYPTED), "::1", port(one)))
        .hasValueSatisfying(why -> assertThat(why).contains("speaks no TLS and this node does"));
  }

  @Test
  void who_is_no_node_of_ours_is_refused_and_told_why() throws Exception {
    var system = start(ENCRYPTED);
    join(system, system);

    assertThat(probe(Systems.settings(STRANGER.signedBy(FOREIGN)), system))
        .hasValueSatisfying(
            why -> assertThat(why).contains("is not signed by who stands in NODE_TLS_CA here"));
    assertThat(probe(Systems.settings(OURS.sign("other").signedBy(OURS)), system))
        .hasValueSatisfying(
            why -> assertThat(why).contains("[sluice] and ours for [other]: all nodes need one"));
    assertThat(probe(Systems.settings(Map.of()), system))
        .hasValueSatisfying(why -> assertThat(why).contains("speaks TLS and this node does not"));

    // What a program does that does not look at its own files.
    refused(context(STRANGER), system);
    refused(context(OLD), system);
    refused(trusting(null), system);
  }

  @Test
  void another_node_that_is_wrong_is_told_of() throws Exception {
    try (var server =
        context(OLD)
            .getServerSocketFactory()
            .createServerSocket(0, 9, InetAddress.getByName("127.0.0.1"))) {
      var accepting = new Thread(() -> accept(server));
      accepting.setDaemon(true);
      accepting.start();
      assertThat(NodeProbe.of(NodeSettings.from(ENCRYPTED), "127.0.0.1", server.getLocalPort()))
          .hasValueSatisfying(why -> assertThat(why).contains("is out of its time (NotAfter: "));
    }
    try (var silent = new SilentPort()) {
      assertThat(NodeProbe.of(NodeSettings.from(ENCRYPTED), "127.0.0.1", silent.number()))
          .contains("nobody listens at 127.0.0.1:" + silent.number() + ": has that node ended?");
    }
    assertThat(NodeProbe.of(NodeSettings.from(ENCRYPTED), "no-such-host.invalid", 1))
        .contains("no-such-host.invalid:1 has a name that is not known here");
  }

  @Test
  void renewed_files_are_read_while_the_node_runs() throws Exception {
    var first =
        new Authority.Pair(
            Files.copy(NODE.certificate(), directory.resolve("first.pem")),
            Files.copy(NODE.key(), directory.resolve("first.key")));
    var second = OURS.sign("sluice");
    var system = start(Systems.settings(first.signedBy(OURS)));
    var before = shown(system);
    assertThat(before).isEqualTo(certificate(NODE));

    // Between the two the key does not fit, and what there was goes on.
    Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(shown(system)).isEqualTo(before);
    Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);

    var renewed = certificate(second);
    Waiting.until("the new certificate", () -> renewed.equals(shown(system)));
  }

  /** The certificate that a node shows. */
  private static Certificate shown(ActorSystem<?> system) {
    try (var socket = connect(context(NODE), system)) {
      return socket.getSession().getPeerCertificates()[0];
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for what a node says to a certificate that it does not want. */
  private static void refused(SSLContext context, ActorSystem<?> system) {
    assertThatThrownBy(
            () -> {
              try (var socket = connect(context, system)) {
                socket.getInputStream().read();
              }
            })
        .isInstanceOfAny(SSLException.class, SocketException.class);
  }

  private static SSLSocket connect(SSLContext context, ActorSystem<?> system) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port(system));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext context(Authority.Pair pair) throws Exception {
    return trusting(
        TlsIdentity.read(
            new PemFile("NODE_TLS_CERTIFICATE", pair.certificate()),
            new PemFile("NODE_TLS_KEY", pair.key())));
  }

  private static SSLContext trusting(TlsIdentity identity) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", new PemFile("NODE_TLS_CA", OURS.file()).certificates().get(0));
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    if (identity != null) {
      return identity.context(factory.getTrustManagers());
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static X509Certificate certificate(Authority.Pair pair) {
    return new PemFile("NODE_TLS_CERTIFICATE", pair.certificate()).certificates().get(0);
  }

  private static void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        socket.getInputStream().read();
      } catch (IOException e) {
        // The other end went away, which is what it should.
      }
    }
  }
}
