package io.sluice.batch;

import com.typesafe.config.Config;
import io.sluice.ledger.batch.ChunkSizes;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * How batches are cut and worked on.
 *
 * @param chunkSize most items of a chunk
 * @param concurrentChunks most chunks at work in the cluster
 * @param nodeChunks most chunks at work on this node
 * @param maxAttempts after so many ends of a child process an item is dead
 * @param itemTimeout after which an item that is in a stage is given up
 * @param groupSize most items that are settled in one transaction
 * @param groupTime longest wait for these
 * @param tellAgain after which a chunk that did not report is told once more
 */
public record BatchSettings(
    int chunkSize,
    int concurrentChunks,
    int nodeChunks,
    int maxAttempts,
    Duration itemTimeout,
    int groupSize,
    Duration groupTime,
    Duration tellAgain) {
  /** A message to a node that dies is lost, and so is a chunk's answer. */
  private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

  private static final int FIRST_PARTS = 8;
  private static final int FEWEST_GROUPS = 4;

  /** The first chunks are an eighth, but no less than a few groups. */
  ChunkSizes chunkSizes() {
    return new ChunkSizes(
        Math.min(chunkSize, Math.max(FEWEST_GROUPS * groupSize, chunkSize / FIRST_PARTS)),
        chunkSize);
  }

  public static BatchSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new BatchSettings(
        settings.integer("CHUNK_SIZE", 1, 100_000),
        settings.integer("MAX_CONCURRENT_CHUNKS", 1, 10_000),
        settings.integer("NODE_CHUNKS", 1, 1_000),
        settings.integer("MAX_ATTEMPTS", 1, 100),
        settings.duration("ITEM_TIMEOUT", Duration.ofMillis(100), Duration.ofHours(24)),
        settings.integer("CONSUMER_BATCH_SIZE", 1, 10_000),
        settings.duration("BATCH_TIME", Duration.ofMillis(1), Duration.ofMinutes(10)),
        TELL_AGAIN);
  }
}
