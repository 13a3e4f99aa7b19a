package io.sluice.feed;

import io.sluice.ledger.feed.Feeds;
import io.sluice.run.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a feed's entries on one node: read, made events of, stored, and acknowledged after
 * that. Out comes how many were.
 */
final class FeedPipeline implements Pipeline<Integer> {
  static final Logger LOG = LoggerFactory.getLogger(FeedPipeline.class);

  /** Groups that are read and wait to be stored. */
  private static final int AHEAD = 2;

  /** Groups that are stored at once: with a database far away, most of the time is the way. */
  private static final int AT_ONCE = 4;

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final RedisLink link;
  private final StreamGroup group;
  private final EntryReader reader;
  private final EventParser parser;
  private final Executor jdbc;
  private final SharedKillSwitch stop = KillSwitches.shared("feed");
  private final Set<CompletableFuture<?>> inWork = ConcurrentHashMap.newKeySet();

  FeedPipeline(FeedNode node, Feeds.Wanted feed, RedisLink link, StreamGroup group, Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.link = link;
    this.group = group;
    this.jdbc = jdbc;
    var settings = node.settings();
    reader = new EntryReader(group, feed.name(), settings.groupSize(), settings.block());
    parser = new EventParser(settings.fields());
  }

  @Override
  public Source<Integer, NotUsed> stream() {
    return Source.repeat(NotUsed.getInstance())
        .via(stop.flow())
        .mapAsync(1, next -> reader.next())
        .buffer(AHEAD, OverflowStrategy.backpressure())
        .mapAsyncUnordered(AT_ONCE, entries -> inWork(store(entries)))
        .batch(AHEAD * AT_ONCE, ArrayList::new, FeedPipeline::joined)
        .mapAsync(AHEAD, ids -> inWork(group.acknowledge(ids).thenApply(done -> ids.size())));
  }

  private static ArrayList<String> joined(ArrayList<String> all, List<String> more) {
    all.addAll(more);
    return all;
  }

  private CompletionStage<List<String>> store(List<Entry> entries) {
    return CompletableFuture.supplyAsync(
        () -> {
          var events =
              entries.stream()
                  .map(parser::parse)
                  .filter(Event.Told.class::isInstance)
                  .map(event -> ((Event.Told) event).row())
                  .sorted(Comparator.comparing(row -> row.entry()))
                  .toList();
          node.files().lookAhead();
          if (!events.isEmpty()) {
            node.events().store(feed.id(), feed.streamId(), events);
            node.log().add(feed.id(), feed.name(), "files", events.size());
          }
          return events.stream().map(row -> row.entry()).toList();
        },
        jdbc);
  }

  private <T> CompletionStage<T> inWork(CompletionStage<T> stage) {
    var work = stage.toCompletableFuture();
    inWork.add(work);
    work.whenComplete((done, failure) -> inWork.remove(work));
    return work;
  }

  @Override
  public void stop() {
    stop.shutdown();
  }

  @Override
  public CompletionStage<Void> windUp() {
    return CompletableFuture.allOf(inWork.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> null)
        .thenRunAsync(link::close, jdbc);
  }
}
