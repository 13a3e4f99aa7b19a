package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know nothing but their database share its work, and lose none of it. */
class ClusterTest {
  private static final int NODES = 3;
  private static final int CHANNELS = 9;

  /** Few enough of the three that a node has on the average. */
  private static final int EACH = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void three_that_start_at_once_share_the_work_and_one_goes_on_when_two_are_gone() {
    var options =
        StandInOptions.defaults()
            .withChannels(CHANNELS)
            .withMessages(600)
            .withPhotoShare(0.2)
            .withLatencyMs(1500);
    try (var web = WebScene.in(directory, options)) {
      var setup = web.setup().with("CONCURRENT_LIMIT", Integer.toString(CHANNELS));
      try (var fleet = new Fleet(web.scene(), setup)) {
        fleet.start(NODES);
        fleet.awaitWhole();
        var witness = Witness.of(web.scene().database());
        fleet.collect(web.site().channels());
        awaitSpread(fleet);

        var oldest = fleet.oldest();
        var orphans = fleet.runs(oldest);
        fleet.kill(oldest);
        fleet.await("what was killed to go on", () -> fleet.haveStoredSince(orphans), PATIENCE);

        var next = fleet.oldest();
        var handed = fleet.runs(next);
        assertThat(handed).as("channels of the second that goes").isNotEmpty();
        fleet.stop(next);
        fleet.await("what was handed over", () -> fleet.haveStoredSince(handed), PATIENCE);

        web.site().latency(Duration.ZERO);
        fleet.await("all channels", () -> fleet.haveCompleted(CHANNELS), PATIENCE);
        fleet.awaitWhole();
        assertThat(fleet.takenOut()).as("nodes taken out").isEmpty();
        assertThat(web.query("SELECT state FROM sluice.node ORDER BY 1").toString())
            .isEqualTo("[[down], [left], [up]]");
        witness.assertOneWriterOfEachEpoch();
        assertThat(witness.writers()).isEqualTo(NODES);
        web.assertStoredOnce(web.site().channels().toArray(StandInChannel[]::new));
      }
    }
  }

  private static void awaitSpread(Fleet fleet) {
    fleet.await(
        "channels on all nodes",
        () ->
            fleet.members().stream()
                .map(fleet::runs)
                .allMatch(runs -> runs.size() >= EACH && fleet.haveStored(runs)),
        PATIENCE);
  }
}
