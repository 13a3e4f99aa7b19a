package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.cluster.Forming;
import io.sluice.cluster.Heartbeat;
import io.sluice.cluster.Licence;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeSystem;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginNode;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.slf4j.LoggerFactory;

/** Several nodes of one cluster in this process, which do nothing but ask origins. */
final class OriginNodes {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final UUID IMAGES = UUID.randomUUID();

  /** So that a system that is terminated ends as one that is killed: it says good-bye to nobody. */
  private static final Config WITHOUT_GOOD_BYE =
      ConfigFactory.parseString("pekko.coordinated-shutdown.run-by-actor-system-terminate = off");

  private final Database database;
  private final double perSecond;
  private final List<ActorSystem<Void>> systems = new ArrayList<>();
  private final List<Origins> origins = new ArrayList<>();

  OriginNodes(Database database, double perSecond) {
    this.database = database;
    this.perSecond = perSecond;
  }

  Origins start() {
    var config =
        ConfigFactory.parseMap(Map.of("sluice.node-port", 0))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    var nodes = new Nodes(database, Duration.ofSeconds(5));
    ActorSystem<Void> system =
        NodeSystem.start(Behaviors.empty(), WITHOUT_GOOD_BYE, config, database, nodes);
    systems.add(system);
    var self = Cluster.get(system).selfMember();
    var address = self.address().getHost().orElseThrow() + ":" + self.address().getPort().get();
    var entry = new Nodes.Entry(Optional.of(address), self.uniqueAddress().longUid(), IMAGES);
    var route = Forming.Way.direct(NodeSettings.from(config));
    assertThat(Forming.enter(system, nodes, entry, route, () -> false))
        .isNotEqualTo(Forming.Outcome.CANCELLED);
    var heartbeat = Heartbeat.create(nodes, () -> NodeLoad.NONE, Duration.ofSeconds(5), this::lost);
    system.systemActorOf(heartbeat, "heartbeat", Props.empty());
    ClusterSharding.get(system)
        .init(
            Origin.entity(
                    new OriginNode(
                        new OriginSettings(perSecond, perSecond, perSecond),
                        nodes.clock(),
                        new Licence(system, nodes),
                        new ClosedOrigins(database)))
                .withSettings(ClusterShardingSettings.create(system).withRememberEntities(false)));
    var metrics = NodeMetrics.in(new PrometheusRegistry(), "here", new MetricsSettings(PATIENCE));
    var way = new Origins(system, metrics.origins());
    origins.add(way);
    return way;
  }

  private void lost(String reason) {
    LoggerFactory.getLogger(OriginNodes.class).info("A node is lost: {}", reason);
  }

  /** The node that has the one origin. */
  int holder() throws Exception {
    for (int node = 0; node < systems.size(); node++) {
      CompletionStage<CurrentShardRegionState> state =
          AskPattern.ask(
              ClusterSharding.get(systems.get(node)).shardState(),
              replyTo -> new GetShardRegionState(Origin.KEY, replyTo),
              PATIENCE,
              systems.get(node).scheduler());
      var shards = state.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (shards.getShards().stream().anyMatch(shard -> !shard.getEntityIds().isEmpty())) {
        return node;
      }
    }
    throw new AssertionError("no node has the origin");
  }

  /** Kills a node, which the others are told of at once. */
  void crash(int node, int witness) throws Exception {
    var address = Cluster.get(systems.get(node)).selfMember().address();
    stop(systems.get(node));
    Cluster.get(systems.get(witness)).manager().tell(new Down(address));
  }

  private static void stop(ActorSystem<?> system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void stop() throws Exception {
    for (var system : systems) {
      stop(system);
    }
  }
}
