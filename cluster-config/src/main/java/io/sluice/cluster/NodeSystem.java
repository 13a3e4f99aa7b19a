package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.persistence.Database;
import java.net.BindException;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Starts the actor system of a node: configured, on its database, and a cluster of its own. */
public final class NodeSystem {
  private NodeSystem() {}

  /**
   * @param settings the program's settings, with the reference configuration under them
   * @throws PortTakenException if NODE_PORT is in use
   */
  public static <T> ActorSystem<T> start(Behavior<T> guardian, Config settings, Database database) {
    var config = ConfigFactory.parseResources("io-sluice-node.conf").withFallback(settings);
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(config.resolve()), new DatabaseSetup(database));
    try {
      var system = ActorSystem.create(guardian, "sluice", setup);
      var cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return system;
    } catch (RuntimeException e) {
      throw isPortTaken(e) ? new PortTakenException(NodeSettings.from(settings).port()) : e;
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
