package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import java.net.BindException;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;

/** Starts the actor system of a node: configured and on its database, in no cluster yet. */
public final class NodeSystem {
  private static final String HOST = "pekko.remote.artery.canonical.hostname";

  private NodeSystem() {}

  /**
   * @param settings the program's settings
   * @throws PortTakenException if NODE_PORT is in use
   * @throws io.sluice.settings.InvalidSettingException if NODE_HOST cannot be had
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> guardian, Config settings, Database database, Nodes nodes) {
    return start(guardian, ConfigFactory.empty(), settings, database, nodes);
  }

  /**
   * @param over what shall be otherwise than all nodes have it
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> guardian, Config over, Config settings, Database database, Nodes nodes) {
    var node = NodeSettings.from(settings);
    var config =
        over.withFallback(NodeTransport.of(node, database.address()))
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(settings.withOnlyPath("sluice"))
            // Once, since it adds to lists, and not resolved before: what Pekko derives from a
            // value
            // must follow the one that holds here.
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(config.resolve()), new DatabaseSetup(database, nodes));
    try {
      return ActorSystem.create(guardian, "sluice", setup);
    } catch (RuntimeException e) {
      throw isPortTaken(e) ? new PortTakenException(node.port(), config.getString(HOST)) : e;
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
