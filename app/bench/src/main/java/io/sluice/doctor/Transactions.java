package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.batch.BatchSettings;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.StoreSettings;
import io.sluice.feed.FeedSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * How work is cut into transactions by the settings in force, from which follows what a database
 * that is far or slow to commit allows.
 */
final class Transactions {
  /**
   * Answers that a group of messages waits for, one after another: its limits, the fence, rows,
   * counters, the cursor, the commit. As was measured behind a proxy.
   */
  static final int OF_MESSAGES = 8;

  /** The same of files and documents, which are looked up before. As the server's log has them. */
  static final int OF_ITEMS = 10;

  /** Events are one statement. */
  private static final int OF_EVENTS = 1;

  /** Groups of events that a feed stores at once. */
  private static final int EVENTS_AT_ONCE = 4;

  /** Of a feed that lags, groups grow by so much. */
  private static final int GROWTH = 20;

  private static final int MOST_ENTRIES = 1000;

  private static final String GROUPS = "CONSUMER_BATCH_SIZE";

  private final List<Cut> cuts;

  /**
   * A kind of work.
   *
   * @param atOnce transactions under way at once on a node
   * @param items of one
   * @param size the setting that says so
   */
  record Cut(WorkKind kind, int atOnce, int items, int trips, String size) {
    private Finding by(Finding finding, double seconds, String what) {
      return finding.allowing(
          kind,
          atOnce * items / seconds,
          "%s=%d".formatted(size, 2 * items),
          "up to %s, since fewer transactions wait for %s"
              .formatted(Words.rate(kind, 2 * atOnce * items / seconds), what));
    }
  }

  /**
   * @param withEvents whether there are feeds
   */
  Transactions(Config config, boolean withEvents) {
    int group = StoreSettings.from(config).messages();
    int channels = ChannelSettings.from(config).concurrent();
    var batches = BatchSettings.from(config);
    int chunks = Math.min(batches.nodeChunks(), batches.concurrentChunks());
    int feeds = FeedSettings.from(config).groupSize();
    var all = new ArrayList<Cut>();
    all.add(new Cut(WorkKind.MESSAGES, channels, group, OF_MESSAGES, "BATCH_SIZE"));
    all.add(new Cut(WorkKind.FILES, chunks, batches.groupSize(), OF_ITEMS, GROUPS));
    all.add(new Cut(WorkKind.DOCUMENTS, chunks, batches.groupSize(), OF_ITEMS, GROUPS));
    if (withEvents) {
      int most = Math.max(feeds, Math.min(MOST_ENTRIES, feeds * GROWTH));
      all.add(new Cut(WorkKind.EVENTS, EVENTS_AT_ONCE, most, OF_EVENTS, GROUPS));
    }
    cuts = List.copyOf(all);
  }

  List<Cut> cuts() {
    return cuts;
  }

  Finding byTrips(Finding finding, double roundTrip) {
    var allowing = finding;
    for (var cut : cuts) {
      allowing = cut.by(allowing, cut.trips() * roundTrip, "answers");
    }
    return allowing;
  }

  Finding byCommit(Finding finding, double commit) {
    var allowing = finding;
    for (var cut : cuts) {
      allowing = cut.by(allowing, commit, "the disk");
    }
    return allowing;
  }
}
