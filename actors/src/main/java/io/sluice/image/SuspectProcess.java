package io.sluice.image;

import io.sluice.child.ChildAnswer;
import io.sluice.child.ChildSpec;
import io.sluice.child.Children;
import io.sluice.image.ImageResult.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * Processes a picture that may have killed this process before, in a child JVM. Its bytes go in;
 * the same result comes out as in this process, or a rejection if a new child has died of it.
 */
public final class SuspectProcess {
  private static final long REST_OF_HEAP = 96 << 20;

  /** What a child keeps of its pictures does not add up for ever. */
  private static final int PICTURES = 1000;

  /** Suspects come in a row, and then none for long. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Children children;
  private final Duration limit;

  /**
   * How children are made.
   *
   * @param engines of classes with a public constructor without parameters
   * @param budgetBytes the same as in this process, so that a picture has the same result
   * @param limit of time, behind the start of the JVM
   * @param jvmArguments after ours, so that they prevail
   */
  public SuspectProcess(
      ImageSettings settings,
      List<ImageEngine> engines,
      long budgetBytes,
      Duration limit,
      List<String> jvmArguments) {
    this.limit = limit;
    var spec =
        new ChildSpec(
            "suspect pictures",
            SuspectTask.class,
            SuspectTask.arguments(engines, budgetBytes, settings),
            // The garbage collector keeps a third of the heap for new objects.
            budgetBytes + budgetBytes / 2 + REST_OF_HEAP,
            (int) Math.min(budgetBytes, Integer.MAX_VALUE - 8),
            PICTURES,
            IDLE,
            jvmArguments);
    // One at a time: a child takes half as much memory as its node.
    children = new Children(spec, 1);
  }

  /**
   * What becomes of these bytes, {@code SET_ASIDE} if the child dies of them or takes too long.
   *
   * @throws IllegalStateException if the child does not start, which no picture is to blame for
   * @throws InterruptedException if interrupted while waiting; the child is killed
   */
  public ImageResult process(byte[] bytes) throws InterruptedException {
    var answer = children.ask(bytes, limit);
    if (answer instanceof ChildAnswer.Died died) {
      return new Rejected(Flaw.SET_ASIDE, "its decoder " + died.how());
    }
    try {
      return SuspectTask.result(((ChildAnswer.Given) answer).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the child process for suspect pictures gave no result", e);
    }
  }
}
