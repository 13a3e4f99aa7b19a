package io.sluice.management;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.cluster.KubernetesForming;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeTransport;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.server.ListenSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Two nodes of one machine, the same ports at different addresses, as two pods have them. */
final class KubernetesNodes {
  private static final DatabaseAddress DATABASE =
      DatabaseAddress.parse("postgres://ann@localhost/news");
  private static final long DEADLINE_NANOS = 200_000_000_000L;
  private static final String FAST =
      """
      pekko.management.cluster.bootstrap {
        contact-point-discovery { stable-margin = 500ms, interval = 100ms }
        contact-point.probe-interval = 100ms
      }
      """;

  private KubernetesNodes() {}

  /**
   * @param args the API's certificate, the pod's token, the management port
   */
  public static void main(String[] args) throws Exception {
    var pods = List.of(start(config("127.0.0.1", args)), start(config("127.0.0.2", args)));
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!pods.stream().allMatch(pod -> up(pod).size() == pods.size())) {
      if (System.nanoTime() > end) {
        System.exit(1);
      }
      Thread.sleep(20);
    }
    pods.forEach(
        pod -> {
          var self = Cluster.get(pod).selfMember().address().getHost().orElseThrow();
          System.out.println("Cluster of " + self + ": " + up(pod));
        });
    System.exit(0);
  }

  private static Config config(String host, String... args) {
    var settings =
        Map.of(
            "sluice.node-host",
            host,
            "sluice.management-host",
            host,
            "sluice.management-port",
            args[2],
            "sluice.api-token",
            "0123456789abcdef",
            "sluice.cluster-forming",
            "kubernetes",
            "sluice.kubernetes-pod-label",
            "app=news",
            "sluice.kubernetes-namespace",
            "press",
            "pekko.discovery.kubernetes-api.api-ca-path",
            args[0],
            "pekko.discovery.kubernetes-api.api-token-path",
            args[1]);
    return ConfigFactory.parseMap(settings)
        .withFallback(ConfigFactory.parseString(FAST))
        .withFallback(ConfigFactory.defaultReferenceUnresolved());
  }

  private static ActorSystem<?> start(Config config) {
    var whole =
        ConfigFactory.parseString("pekko.cluster.downing-provider-class = \"\"")
            .withFallback(NodeTransport.of(NodeSettings.from(config), DATABASE))
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(config);
    var system = ActorSystem.create(Behaviors.empty(), "sluice", whole.resolve());
    var management =
        ManagementServer.start(
            system,
            ListenSettings.management(config),
            ManagementSettings.from(config),
            Map.of(),
            accept -> new MetricsPage("text/plain", new byte[0]),
            Map.of(KubernetesForming.CONTACT_POINT, KubernetesForming.contactPoint(system)::apply));
    KubernetesForming.start(system, management.uri().getPort());
    return system;
  }

  private static TreeSet<String> up(ActorSystem<?> system) {
    var hosts = new TreeSet<String>();
    Cluster.get(system)
        .state()
        .getMembers()
        .forEach(
            member -> {
              if (member.status().equals(MemberStatus.up())) {
                hosts.add(member.address().getHost().orElseThrow());
              }
            });
    return hosts;
  }
}
