package io.sluice.cluster;

import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/** Entities whose ids are numbers, in shards in turn: few entities share none. */
public final class ShardByNumber<M> extends ShardingMessageExtractor<ShardingEnvelope<M>, M> {
  private final int shards;

  /**
   * @param shards how many there are; the same on all nodes, for ever
   */
  public ShardByNumber(int shards) {
    this.shards = shards;
  }

  @Override
  public String entityId(ShardingEnvelope<M> envelope) {
    return envelope.entityId();
  }

  @Override
  public String shardId(String entityId) {
    return shard(Long.parseLong(entityId), shards);
  }

  static String shard(long id, int shards) {
    return Long.toString(id % shards);
  }

  @Override
  public M unwrapMessage(ShardingEnvelope<M> envelope) {
    return envelope.message();
  }
}
