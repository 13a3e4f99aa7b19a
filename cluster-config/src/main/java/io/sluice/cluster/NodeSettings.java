package io.sluice.cluster;

import com.typesafe.config.Config;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.Optional;

/**
 * How this node is reached and when it is taken for dead.
 *
 * @param host an address of this machine in digits, or {@code auto}: see {@link #beside}
 * @param port 0 for any
 * @param timeout a node silent for so long is dead
 * @param tls empty where nodes speak openly
 * @param insecure whether they may do so where others can listen
 * @param forming how nodes find each other
 */
public record NodeSettings(
    String host,
    int port,
    Duration timeout,
    Optional<NodeTls> tls,
    boolean insecure,
    Forming forming) {
  /** As long as a node may give leave for requests after its last heartbeat. */
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(4);

  /** How nodes that start find those that there are. */
  public enum Forming {
    DATABASE,
    KUBERNETES
  }

  /** An address that other machines reach is refused where nothing is said of TLS. */
  public NodeSettings {
    if (!isAuto(host) && NodeHost.loopback(host).isEmpty() && tls.isEmpty() && !insecure) {
      throw new InvalidSettingException(
          NodeHost.KEY,
          "must be an address that only this machine reaches, such as 127.0.0.1, or"
              + " NODE_TLS_CERTIFICATE, NODE_TLS_KEY and NODE_TLS_CA must be set, or INSECURE=true"
              + " where nobody else is on the network, was "
              + host);
    }
  }

  public static NodeSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new NodeSettings(
        NodeHost.from(settings),
        settings.integer("NODE_PORT", 0, 65535),
        settings.duration("NODE_TIMEOUT", LEAST_TIMEOUT, Duration.ofMinutes(10)),
        NodeTls.from(settings),
        settings.flag("INSECURE"),
        KubernetesForming.chosen(settings) ? Forming.KUBERNETES : Forming.DATABASE);
  }

  private static boolean isAuto(String host) {
    return host.equals(NodeHost.AUTO);
  }

  /**
   * The same with the address in place of {@code auto}.
   *
   * @throws InvalidSettingException if others can reach it and nothing is said of TLS
   */
  public NodeSettings beside(DatabaseAddress database) {
    return isAuto(host)
        ? new NodeSettings(NodeHost.towards(database), port, timeout, tls, insecure, forming)
        : this;
  }

  /** Whether only this machine's programs reach the node, which is not known of {@code auto}. */
  public boolean isLoopback() {
    return NodeHost.loopback(host).isPresent();
  }
}
