package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(180)
@Isolated("it looks at the children of the process")
final class SuspectProcessTest {
  private static final long BUDGET = 32 << 20;
  private static final byte[] PICTURE = Pictures.jpeg(Pictures.quarters(1200, 600));

  @Test
  void a_good_picture_comes_back_as_from_this_process() throws InterruptedException {
    var engine = new ScrimageEngine();
    var here = new ImageProcessor(ImageSettings.DEFAULTS, List.of(engine), new PixelBudget(BUDGET));

    var there = suspects(new ScrimageEngine(), 120);

    assertThat(there.process(PICTURE))
        .usingRecursiveComparison()
        .isEqualTo((Encoded) here.process(PICTURE));
    assertThat(there.process(HandMade.isoMedia("heic"))).isEqualTo(new Kept("heic"));
    assertThat(there.process(new byte[0])).isEqualTo(here.process(new byte[0]));
  }

  @Test
  void a_child_that_dies_costs_only_its_picture() throws InterruptedException {
    assertThat(suspects(new DyingEngine(), 120).process(PICTURE))
        .isEqualTo(
            new Rejected(Flaw.SET_ASIDE, "its decoder ended the process with exit code 134"));
  }

  @Test
  void a_child_that_runs_out_of_memory_says_so() throws InterruptedException {
    assertThat(suspects(new GreedyEngine(), 120).process(PICTURE))
        .isEqualTo(
            new Rejected(
                Flaw.SET_ASIDE, "its decoder ended the process with exit code 3, out of memory"));
  }

  @Test
  void a_child_that_hangs_is_killed() throws InterruptedException {
    var others = living();
    var start = System.nanoTime();

    assertThat(suspects(new HangingEngine(), 8).process(PICTURE))
        .isEqualTo(new Rejected(Flaw.SET_ASIDE, "its decoder took longer than 8.0 s"));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    assertThat(others).containsAll(living());
  }

  /** Those that other tests keep warm are among them. */
  private static List<ProcessHandle> living() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @Test
  void a_child_that_does_not_start_is_no_fault_of_the_picture() {
    var suspects =
        new SuspectProcess(
            ImageSettings.DEFAULTS,
            List.of(new ScrimageEngine()),
            BUDGET,
            Duration.ofSeconds(120),
            List.of("-XX:+NoSuchOption"));

    assertThatIllegalStateException()
        .isThrownBy(() -> suspects.process(PICTURE))
        .withMessageContaining("NoSuchOption");
  }

  private static SuspectProcess suspects(ImageEngine engine, int seconds) {
    return new SuspectProcess(
        ImageSettings.DEFAULTS, List.of(engine), BUDGET, Duration.ofSeconds(seconds), List.of());
  }

  abstract static class TestEngine implements ImageEngine {
    @Override
    public boolean renders(Picture picture) {
      return true;
    }

    @Override
    public long bytesNeeded(Picture picture, Target target) {
      return 1;
    }
  }

  static final class DyingEngine extends TestEngine {
    DyingEngine() {}

    @Override
    public Encoded encode(Picture picture, Target target) {
      Runtime.getRuntime().halt(134);
      return null;
    }
  }

  static final class GreedyEngine extends TestEngine {
    GreedyEngine() {}

    @Override
    public Encoded encode(Picture picture, Target target) {
      return new Encoded(new byte[Integer.MAX_VALUE - 16], 1, 1);
    }
  }

  static final class HangingEngine extends TestEngine {
    HangingEngine() {}

    @Override
    public Encoded encode(Picture picture, Target target) {
      while (true) {
        Thread.onSpinWait();
      }
    }
  }
}
