package io.sluice.api;

import io.sluice.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;

/** How many shards and channels each node has, as all nodes of the cluster count them. */
final class ShardCounts {
  private static final Duration TIME = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(1300);

  private final ActorSystem<?> system;

  ShardCounts(ActorSystem<?> system) {
    this.system = system;
  }

  /** Of one node. */
  record Count(int shards, int channels) {}

  /** By the nodes' addresses, host:port; empty unless all of them answer in time. */
  CompletionStage<Map<String, Count>> now() {
    return AskPattern.<ClusterShardingQuery, ShardRegion.ClusterShardingStats>ask(
            ClusterSharding.get(system).shardState(),
            replyTo -> new GetClusterShardingStats(Channel.KEY, TIME, replyTo),
            PATIENCE,
            system.scheduler())
        .thenApply(this::counts)
        .exceptionally(failure -> Map.of());
  }

  private Map<String, Count> counts(ShardRegion.ClusterShardingStats stats) {
    var counts = new HashMap<String, Count>();
    stats.getRegions().forEach((node, region) -> counts.put(address(node), count(region)));
    return counts;
  }

  private static Count count(ShardRegion.ShardRegionStats region) {
    var entities = region.getStats().values();
    return new Count(
        entities.size(), entities.stream().mapToInt(count -> ((Number) count).intValue()).sum());
  }

  private String address(Address node) {
    var whole = node.hasLocalScope() ? Cluster.get(system).selfMember().address() : node;
    return whole.getHost().orElse("") + ":" + whole.getPort().orElse(0);
  }
}
