package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
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
      var manners = Manners.in(web.site().record());
      System.out.println(manners.summary());
      web.assertStoredOnce(web.site().channels().toArray(StandInChannel[]::new));
      assertThat(manners.closings()).as("times when the pages were closed").hasSizeGreaterThan(2);
      manners.assertLeftAlone();
      manners.assertKept(LIMIT);
    }
  }

  private static String[] arguments(List<String> names) {
    return Stream.concat(Stream.of("collect"), names.stream()).toArray(String[]::new);
  }

  private static long stored(WebScene web) {
    return web.scene().hasSchema() ? web.scene().messages() : 0;
  }
}
