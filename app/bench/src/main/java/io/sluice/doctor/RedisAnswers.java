package io.sluice.doctor;

import io.sluice.feed.FeedSettings;
import io.sluice.feed.RedisExamination;
import java.util.Arrays;

/** How far away the Redis servers of feeds are. */
final class RedisAnswers implements Check {
  static final About ABOUT =
      About.of(
              "redis round trip",
              "PING of each feed's server",
              20,
              "the feed's address, of a Redis that runs")
          .wanting(DatabaseConnect.ABOUT)
          .carrying(WorkKind.EVENTS);

  private static final int PINGS = 50;
  private static final double FAR_SECONDS = 0.005;

  /** A read and an acknowledgement of a group. */
  private static final int TRIPS = 2;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var feeds = patient.feeds();
    if (feeds.isEmpty()) {
      return Finding.skipped(
          patient.isConnected()
              ? "there is no feed; --feed looks at one before it is there"
              : "which feeds there are is in the database; --feed looks at one without");
    }
    var words = new StringBuilder();
    double worst = 0;
    for (var feed : feeds) {
      try (var redis = RedisExamination.open(feed, FeedSettings.from(patient.config()))) {
        var times = redis.pings(PINGS);
        double mean = Arrays.stream(times).average().orElseThrow();
        worst = Math.max(worst, mean);
        words
            .append(words.isEmpty() ? "" : "; ")
            .append(
                "%s min %s, mean %s, worst %s"
                    .formatted(
                        feed.server(),
                        Words.millis(times[0]),
                        Words.millis(mean),
                        Words.millis(times[PINGS - 1])));
      }
    }
    var finding =
        worst > FAR_SECONDS
            ? Finding.warning(
                words.toString(),
                "the feed's address: a server in the same place",
                "each group of entries waits for two answers")
            : Finding.fine(words.toString());
    return allowing(patient, finding, worst);
  }

  private static Finding allowing(Patient patient, Finding finding, double mean) throws Exception {
    int group =
        patient.transactions().cuts().stream()
            .filter(cut -> cut.kind() == WorkKind.EVENTS)
            .mapToInt(Transactions.Cut::items)
            .max()
            .orElseThrow();
    double rate = group / (TRIPS * mean);
    return finding.allowing(
        WorkKind.EVENTS,
        rate,
        "CONSUMER_BATCH_SIZE",
        "up to %s with twice as many at once".formatted(Words.rate(WorkKind.EVENTS, 2 * rate)));
  }
}
