package io.sluice.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bottleneck.Bottleneck.Cause;
import io.sluice.bottleneck.BottleneckBoard.Heard;
import io.sluice.bottleneck.BottleneckBoard.Report;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;

class BottleneckBoardTest {
  private static final long SECOND = 1_000_000_000;
  private static final Judged OWN =
      new Judged("1", "a", 7, 0, Bottleneck.of(Cause.IDLE, 0, "nothing is at work"));
  private static final Judged OTHER =
      new Judged("2", "b", 7, 4, Bottleneck.of(Cause.STORE, 0.9, "wait").turn("IMAGE_DIR", "more"));

  @Test
  void nodes_tell_one_another_what_they_have_found() {
    var kit = ActorTestKit.create();
    try {
      var here = new Heard();
      var there = new Heard();
      kit.spawn(BottleneckBoard.create(() -> OWN, here));
      kit.spawn(BottleneckBoard.create(() -> OTHER, there));
      var probe = kit.createTestProbe();
      probe.awaitAssert(
          Duration.ofSeconds(60),
          () -> {
            assertThat(here.with(OWN).node()).isEqualTo("b");
            assertThat(there.with(OTHER).node()).isEqualTo("b");
            assertThat(there.with(OTHER).nodes()).hasSize(2);
            return null;
          });
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void who_is_silent_is_forgotten() {
    var heard = new Heard();
    heard.hear(OTHER, 0);
    assertThat(heard.with(OWN, 7 * SECOND).node()).isEqualTo("b");
    assertThat(heard.with(OWN, 9 * SECOND).found()).isEqualTo(OWN.found());
  }

  @Test
  void what_was_told_before_is_replaced_and_ones_own_is_not_counted_twice() {
    var heard = new Heard();
    heard.hear(OTHER, 0);
    heard.hear(OTHER, SECOND);
    heard.hear(OWN, SECOND);
    assertThat(heard.with(OWN, SECOND).nodes()).hasSize(2);
  }

  @Test
  void a_report_comes_back_as_it_was_and_what_is_not_known_is_held_within_bounds() {
    assertThat(Report.of(OTHER).judged()).isEqualTo(OTHER);
    var odd =
        new Report("3", "c", 7, Double.NaN, "moon", 9, "w".repeat(5_000), null, null).judged();
    assertThat(odd.found().cause()).isEqualTo(Cause.NOTHING);
    assertThat(odd.runs()).isZero();
    assertThat(odd.found().share()).isEqualTo(1);
    assertThat(odd.found().words()).hasSize(500);
    assertThat(odd.found().knob()).isEmpty();
  }
}
