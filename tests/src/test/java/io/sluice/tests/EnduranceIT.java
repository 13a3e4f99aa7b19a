package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandIn;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A cluster that collects from a site with whims while its nodes and its database come and go. Logs
 * stay in {@code tests/target/endurance}.
 */
class EnduranceIT {
  private static final long SEED = Long.getLong("endurance.seed", System.nanoTime());
  private static final int DISTURBANCES = Integer.getInteger("endurance.disturbances", 30);
  private static final int NODES = 3;
  private static final int CHANNELS = 12;

  /** A thousand in each channel last for thirty. */
  private static final int MESSAGES = Math.max(60, 1000 * DISTURBANCES / 30);

  private static final long TOTAL = (long) CHANNELS * MESSAGES;
  private static final int SITES_LIMIT = 1;

  /** What a frozen node still sends when it goes on must fit under the limit. */
  private static final String PAGES_A_SECOND = "0.8";

  private static final long LONGEST_GAP_MILLIS = 4_000;

  /** For the messages between two disturbances, or for the rest. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Random random = new Random(SEED);
  private Diary diary;

  @Test
  void nothing_is_lost_and_nothing_comes_twice_whatever_happens() throws IOException {
    diary = Diary.in("endurance");
    diary.say("seed %d, %d disturbances, %d messages", SEED, DISTURBANCES, TOTAL);
    var directory = diary.directory();
    var options =
        StandInOptions.defaults()
            .withSeed(SEED)
            .withChannels(CHANNELS)
            .withMessages(MESSAGES)
            .withPhotoShare(0.2)
            .withLatencyMs(100)
            .withPageLimitPerS(SITES_LIMIT)
            .withFloodEvery(50)
            .withPhotoFloodEvery(200)
            .withRetryAfter(4)
            .withResetPercent(1)
            .withTruncatePercent(1);
    try (var database = RealDatabase.in(Files.createDirectories(directory.resolve("database")));
        var web = new WebScene(new Scene(directory, database.address()), StandIn.start(options))) {
      var setup =
          web.setup()
              .with("TELEGRAM_PAGE_RATE", PAGES_A_SECOND)
              .with("CONCURRENT_LIMIT", "6")
              .withJvm("-Xmx384m");
      try (var fleet = new Fleet(web.scene(), setup)) {
        fleet.start(NODES);
        fleet.awaitWhole();
        var witness = Witness.of(database.address());
        fleet.collect(web.site().channels());
        var disturber = new Disturber(fleet, database, random);
        disturb(fleet, disturber, web);
        fleet.await("all channels", () -> fleet.haveCompleted(CHANNELS), PATIENCE);
        fleet.awaitWhole();
        assertAll(web, witness, disturber);
        diary.say("%d nodes are one cluster", fleet.members().size());
        diary.say(
            "%s; %d times a node was taken out and started again",
            disturber.done(), fleet.takenOut().size());
      }
    }
  }

  private void disturb(Fleet fleet, Disturber disturber, WebScene web) {
    for (int number = 1; number <= DISTURBANCES; number++) {
      // A quarter is left after the last one: on a slow machine a disturbance takes its time.
      long due = TOTAL * 3 / 4 * number / DISTURBANCES;
      fleet.await("the next messages", () -> web.scene().messages() >= due, PATIENCE);
      Sluice.pause(random.nextLong(LONGEST_GAP_MILLIS));
      assertThat(web.scene().messages())
          .as("messages stored before disturbance %d", number)
          .isLessThan(TOTAL);
      var what = disturber.disturb();
      var out = fleet.tend();
      diary.say(
          "%2d of %d: %s; %d messages stored%s",
          number,
          DISTURBANCES,
          what,
          web.scene().messages(),
          out.isEmpty() ? "" : "; taken out and started again: " + String.join(", ", out));
    }
  }

  private void assertAll(WebScene web, Witness witness, Disturber disturber) {
    var channels = web.site().channels().toArray(StandInChannel[]::new);
    web.assertStoredOnce(channels);
    diary.say("%d messages and %d photos, each once", TOTAL, web.site().record().photos());
    witness.assertOneWriterOfEachEpoch();
    diary.say("%d epochs of %d processes, each of one", witness.epochs(), witness.writers());
    var manners = Manners.in(web.site().record(), disturber.thaws(), disturber.deaths());
    diary.say("%s", manners.summary());
    manners.assertLeftAlone();
    manners.assertKept(SITES_LIMIT);
  }
}
