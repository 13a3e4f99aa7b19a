package io.sluice.tests;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.cluster.ClusterLog;
import io.sluice.cluster.Forming;
import io.sluice.cluster.Heartbeat;
import io.sluice.cluster.Members;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeSystem;
import io.sluice.cluster.OutOfClusterException;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * A process in which nodes without work live, one after the other, as its standard input says: a
 * Java that is warm starts one in a moment. Whoever has to end is started again, as a supervisor
 * would.
 */
final class FormingHost {
  private static final long PAUSE_MILLIS = 1_000;
  private static final Duration WARM = Duration.ofMinutes(9);
  private static final String SETTINGS =
      """
      sluice { node-host = "%s", node-timeout = 5s }
      pekko.coordinated-shutdown.run-by-actor-system-terminate = off
      """;

  private final DatabaseAddress address;
  private final String host;
  private final UUID images;
  private volatile Life life;
  private volatile boolean wanted;

  private FormingHost(DatabaseAddress address, String host, UUID images) {
    this.address = address;
    this.host = host;
    this.images = images;
  }

  /** One node from its start to its end. */
  private final class Life {
    private volatile boolean drained;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Database database;
    private final Config config =
        ConfigFactory.parseString(SETTINGS.formatted(host))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    private final NodeSettings settings = NodeSettings.from(config);
    private final Nodes nodes;
    private final ActorSystem<Void> system;

    Life(DatabaseAddress address) {
      database = open(address);
      nodes = new Nodes(database, settings.timeout());
      system = NodeSystem.start(Behaviors.empty(), config, database, nodes);
    }

    /** Returns why it has ended. */
    String live() {
      try {
        system.getWhenTerminated().thenRun(() -> end.complete("its actor system has ended"));
        var self = Cluster.get(system).selfMember();
        var entry =
            new Nodes.Entry(
                Optional.of(Members.self(system)), self.uniqueAddress().longUid(), images);
        var way = Forming.Way.direct(settings);
        spawn(ClusterLog.create(nodes, end::complete), "cluster-log");
        if (Forming.enter(system, nodes, entry, way, () -> !wanted) != Forming.Outcome.CANCELLED) {
          spawn(
              Heartbeat.create(nodes, () -> NodeLoad.NONE, settings.timeout(), end::complete),
              "heartbeat");
          return end.join();
        }
        return "told to";
      } catch (OutOfClusterException e) {
        return e.getMessage();
      }
    }

    private <T> void spawn(Behavior<T> behavior, String name) {
      system.systemActorOf(behavior, name, Props.empty());
    }

    void drain() {
      drained = true;
      nodes.leaving();
      CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
    }

    void close(String why) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      if (drained) {
        nodes.leave();
      } else {
        nodes.end(nodes.id(), NodeRow.State.DOWN, why);
      }
      database.close();
    }

    boolean isIn() {
      return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
    }

    /** Whether it is a member, its address, and the members as it sees them. */
    String view() {
      var members =
          Members.now(system).stream()
              .map(seen -> seen.address() + " " + (seen.reachable() ? seen.status() : "silent"))
              .sorted()
              .collect(Collectors.joining(", "));
      return (isIn() ? "in " : "out ") + Members.self(system) + ": " + members;
    }
  }

  /** As a node that starts while its database is away. */
  private static Database open(DatabaseAddress address) {
    while (true) {
      try {
        return Database.open(address, new DatabaseSettings(Optional.of(address), Path.of(""), 4));
      } catch (DatabaseException e) {
        System.err.println(e.getMessage());
        Sluice.pause(PAUSE_MILLIS);
      }
    }
  }

  /** So that Java knows what it needs before it counts how long something takes. */
  private void warmUp(DatabaseAddress scratch) {
    wanted = true;
    var first = new Life(scratch);
    var living = CompletableFuture.supplyAsync(first::live, task -> new Thread(task).start());
    Sluice.await("the first cluster", first::isIn, WARM);
    wanted = false;
    first.end.complete("warm");
    first.close(living.join());
    System.out.println("ready");
  }

  private void keepAlive() {
    while (wanted) {
      var now = new Life(address);
      life = now;
      var why = now.live();
      life = null;
      System.err.println(host + ": " + why);
      now.close(why);
      if (wanted) {
        Sluice.pause(PAUSE_MILLIS);
      }
    }
    System.out.println("stopped");
  }

  private void obey(String command) {
    var now = life;
    switch (command) {
      case "start" -> {
        wanted = true;
        new Thread(this::keepAlive).start();
      }
      case "view" -> System.out.println("view " + (now == null ? "out" : now.view()));
      case "drain" -> {
        wanted = false;
        if (now != null) {
          now.drain();
        }
      }
      case "stop" -> {
        wanted = false;
        if (now != null) {
          now.end.complete("told to");
        }
      }
      default -> throw new IllegalArgumentException(command);
    }
  }

  /**
   * @param args the server's host, user and password, the database, another one to warm up in, the
   *     node's host, the id of images
   */
  public static void main(String[] args) {
    var host =
        new FormingHost(
            new DatabaseAddress(args[0], args[3], args[1], args[2], ""),
            args[5],
            UUID.fromString(args[6]));
    host.warmUp(new DatabaseAddress(args[0], args[4], args[1], args[2], ""));
    try (var commands = new Scanner(System.in)) {
      while (commands.hasNextLine()) {
        var command = commands.nextLine();
        new Thread(() -> host.obey(command)).start();
      }
    }
    System.exit(0);
  }
}
