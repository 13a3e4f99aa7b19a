package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.persistence.DatabaseAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/** Where a node listens for others and how it speaks with them, as Pekko is told. */
public final class NodeTransport {
  private static final String ARTERY = "pekko.remote.artery.";

  private NodeTransport() {}

  /**
   * What goes over the rest of the node's configuration, which must be resolved after.
   *
   * @throws io.sluice.settings.InvalidSettingException if the address cannot be found, or others
   *     can reach it and nothing is said of TLS
   */
  public static Config of(NodeSettings settings, DatabaseAddress database) {
    var host = settings.beside(database).host();
    Map<String, Object> values = new HashMap<>();
    values.put(ARTERY + "canonical.hostname", host.contains(":") ? "[" + host + "]" : host);
    values.put(ARTERY + "canonical.port", settings.port());
    values.put(ARTERY + "transport", settings.tls().isPresent() ? "tls-tcp" : "tcp");
    values.put(ARTERY + "ssl.ssl-engine-provider", NodeEngines.class.getName());
    var transport = ConfigFactory.parseMap(values, "NODE_HOST, NODE_PORT, NODE_TLS_*");
    return settings.forming() == NodeSettings.Forming.KUBERNETES
        ? transport.withFallback(KubernetesForming.config())
        : transport;
  }

  /** Whether only this machine's programs reach the node. */
  public static boolean isLoopback(ActorSystem<?> system) {
    return Cluster.get(system)
        .selfMember()
        .address()
        .getHost()
        .flatMap(NodeHost::loopback)
        .isPresent();
  }
}
