package io.sluice.feed;

import io.lettuce.core.resource.ClientResources;
import io.sluice.file.FileFetch;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.FeedConsumers;
import io.sluice.ledger.feed.FeedEvents;
import io.sluice.ledger.feed.FeedObjects;
import io.sluice.ledger.feed.FeedTakings;
import io.sluice.ledger.feed.FeedTrials;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.file.FileRows;
import io.sluice.metrics.FeedMetrics;
import io.sluice.persistence.Database;
import io.sluice.run.RestartSettings;
import io.sluice.run.RunNode;
import io.sluice.run.SettledLog;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * What the feeds of one node share.
 *
 * @param node its id
 * @param feeds their rows
 * @param events where what they tell is stored
 * @param letters entries that could not be stored
 * @param trials of those that are tried apart
 * @param consumers who reads them
 * @param takings what is taken out of lists
 * @param objects what was told last of objects of S3
 * @param fetch the way of files that events tell of
 * @param files where days have their partitions
 * @param runs what runs share
 * @param restarts how long to wait before a failed run starts again
 * @param redis threads that speak with servers
 * @param consumer name of this node's consumers, unless one is set
 * @param metrics counts what comes of entries
 * @param log tells how feeds go
 * @param settings how they are read
 */
public record FeedNode(
    UUID node,
    Feeds feeds,
    FeedEvents events,
    DeadLetters letters,
    FeedTrials trials,
    FeedConsumers consumers,
    FeedTakings takings,
    FeedObjects objects,
    FileFetch fetch,
    FileRows files,
    RunNode runs,
    RestartSettings restarts,
    ClientResources redis,
    String consumer,
    FeedMetrics metrics,
    SettledLog log,
    FeedSettings settings) {

  /**
   * @param node its id
   * @param host name of its machine
   */
  public static FeedNode of(
      Database database,
      UUID node,
      String host,
      RunNode runs,
      RestartSettings restarts,
      FileFetch fetch,
      ClientResources redis,
      FeedMetrics metrics,
      FeedSettings settings) {
    return new FeedNode(
        node,
        new Feeds(database),
        new FeedEvents(database, node),
        new DeadLetters(database, node),
        new FeedTrials(database),
        new FeedConsumers(database, node),
        new FeedTakings(database),
        new FeedObjects(database),
        fetch,
        new FileRows(database),
        runs,
        restarts,
        redis,
        settings.consumer().orElse(host + "-" + node.toString().substring(0, 8)),
        metrics,
        new SettledLog(LoggerFactory.getLogger(FeedPipeline.class), "feed", System::nanoTime),
        settings);
  }
}
