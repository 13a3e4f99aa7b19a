package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import io.sluice.standin.StandInRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site that floods, bans, resets and cuts off loses us nothing, and we leave it alone when told.
 */
class FloodTest {
  /** The size that was promised is 2000; it takes three times as long. */
  private static final int MESSAGES = Integer.getInteger("flood.messages", 600);

  private static final int LIMIT = 30;

  /** What was on its way when the site told that it is closed could not know. */
  private static final long ON_ITS_WAY_MILLIS = 500;

  private static final Duration LONG_WAIT = Duration.ofSeconds(12);

  @TempDir private Path directory;

  @Test
  void keeps_every_wait_and_stores_everything_once_though_it_is_killed_while_it_waits() {
    var options =
        StandInOptions.defaults()
            .withChannels(6)
            .withMessages(MESSAGES)
            .withPhotoShare(0.33)
            .withAlbums(0.3)
            .withLatencyMs(50)
            .withPageLimitPerS(LIMIT)
            .withFloodEvery(70)
            .withRetryAfter(3)
            .withSoftBanEvery(90)
            .withSoftBanSeconds(2)
            .withEmptyEvery(60)
            .withResetPercent(3)
            .withTruncatePercent(1);
    try (var web = WebScene.in(directory, options)) {
      var setup =
          web.setup()
              .with("TELEGRAM_PAGE_RATE", Integer.toString(LIMIT))
              .with("RESTART_BACKOFF", "100ms");
      var names =
          web.site().channels().stream().map(channel -> "@" + channel.canonicalName()).toList();
      try (var first = setup.start(arguments(names))) {
        first.await("some messages", () -> stored(web) > 300);
        web.site().flood(LONG_WAIT);
        first.awaitLog("closed for 1");
        first.kill();
      }
      long half = 3L * MESSAGES;
      try (var second = setup.start(arguments(names))) {
        second.await("half of the messages", () -> stored(web) > half);
        second.kill();
      }
      setup.run(arguments(names)).assertExit(0);
      var record = web.site().record();
      System.out.println(summary(record));
      web.assertStoredOnce(web.site().channels().toArray(StandInChannel[]::new));
      assertLeftAlone(record);
      assertThat(record.overLimit()).as("pages beyond the limit").isZero();
      assertThat(record.maxPagesIn10s()).isLessThanOrEqualTo(LIMIT * 10);
    }
  }

  private static String[] arguments(List<String> names) {
    return Stream.concat(Stream.of("collect"), names.stream()).toArray(String[]::new);
  }

  private static long stored(WebScene web) {
    return web.scene().hasSchema() ? web.scene().messages() : 0;
  }

  private static void assertLeftAlone(StandInRecord record) {
    var closings = record.closings().stream().filter(c -> c.side().equals("page")).toList();
    assertThat(closings).as("times when the pages were closed").hasSizeGreaterThan(2);
    for (var closing : closings) {
      var meanwhile =
          record.pageRequests().stream()
              .map(request -> request.at().toEpochMilli())
              .filter(at -> at >= closing.closedMillis() && at < closing.dueMillis())
              .sorted()
              .toList();
      // The answer to the first one told us.
      assertThat(meanwhile)
          .as("requests while the pages were closed: %s", closing)
          .allMatch(at -> at <= meanwhile.get(0) + ON_ITS_WAY_MILLIS);
    }
  }

  private static String summary(StandInRecord record) {
    return record.served()
        + "; at most "
        + record.maxPagesIn10s()
        + " pages in 10 s; first requests after closings, in ms after the time: "
        + record.closings().stream()
            .filter(closing -> closing.firstAfterMillis() != null)
            .map(closing -> closing.firstAfterMillis() - closing.dueMillis())
            .toList();
  }
}
