package io.sluice.feed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the entries of one consumer: first those that it was given before and has not acknowledged,
 * then new ones, more at a time the more wait. One that asks only when the last answer is there.
 */
final class EntryReader {
  private static final Logger LOG = LoggerFactory.getLogger(FeedPipeline.class);

  private static final long GROUP_LOST_MILLIS = 1_000;
  private static final String BEGINNING = "0";

  private final StreamGroup group;
  private final String feed;
  private final ReadSize size;
  private final Duration block;

  /** The last of its own that was read; null if there are no more. */
  private String own = BEGINNING;

  /**
   * @param feed its name, for the log
   * @param groupSize how many are read at once where few wait
   */
  EntryReader(StreamGroup group, String feed, int groupSize, Duration block) {
    this.group = group;
    this.feed = feed;
    size = new ReadSize(groupSize);
    this.block = ReadSize.shortened(block);
  }

  CompletionStage<List<Entry>> next() {
    return (own == null ? group.fresh(size.count(), block).thenApply(size::after) : before())
        .exceptionallyCompose(this::again);
  }

  private CompletionStage<List<Entry>> before() {
    return group
        .own(own, size.most())
        .thenApply(
            entries -> {
              own = entries.isEmpty() ? null : entries.get(entries.size() - 1).id();
              return entries;
            });
  }

  /** A group that is gone is made anew; in a moment, should it go again and again. */
  private CompletionStage<List<Entry>> again(Throwable failure) {
    if (group.known(failure).isEmpty()) {
      return CompletableFuture.failedFuture(failure);
    }
    LOG.warn(
        "{}: the server has lost the group, which is made anew at the beginning of the stream; what"
            + " was stored before is known",
        feed);
    own = BEGINNING;
    return group
        .ensure()
        .thenApplyAsync(
            made -> List.<Entry>of(),
            CompletableFuture.delayedExecutor(GROUP_LOST_MILLIS, TimeUnit.MILLISECONDS));
  }
}
