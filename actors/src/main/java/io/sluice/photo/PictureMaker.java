package io.sluice.photo;

import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageResult;
import io.sluice.image.SuspectProcess;
import io.sluice.metrics.Stage;
import io.sluice.metrics.Stages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes pictures of bytes, on threads that do nothing else; those that may kill a process one after
 * another in a process of their own. One for a node, thread-safe.
 */
public final class PictureMaker {
  private final ImageProcessor processor;
  private final SuspectProcess suspects;
  private final Threads threads;
  private final Stages stages;

  /** Done when the suspect that came last is. */
  private CompletionStage<?> lastSuspect = CompletableFuture.completedFuture(null);

  public PictureMaker(
      ImageProcessor processor, SuspectProcess suspects, Threads threads, Stages stages) {
    this.processor = processor;
    this.suspects = suspects;
    this.threads = threads;
    this.stages = stages;
  }

  /**
   * Where the work is done.
   *
   * @param images as many as pictures are worked on at once
   * @param files which may block
   */
  public record Threads(Executor images, Executor files) {}

  /**
   * A picture that is to be made.
   *
   * @param owner whose it is, for who looks what is stuck
   * @param item which it is
   * @param bytes which are not changed
   * @param suspect whether a process may have died of it
   * @param wanted asked once more before the costly part
   */
  public record Order(
      String owner, String item, byte[] bytes, boolean suspect, BooleanSupplier wanted) {}

  /** Where items are seen that do not come out. */
  Stages stages() {
    return stages;
  }

  /** Threads that may block. */
  Executor files() {
    return threads.files();
  }

  /** Nothing if it is no longer wanted when its turn has come. */
  public CompletionStage<Optional<ImageResult>> make(Order order) {
    return order.suspect()
        ? next(order)
        : CompletableFuture.supplyAsync(
            () -> whileWanted(order, () -> processor.process(order.bytes())), threads.images());
  }

  /** Suspects go one after another, as there is one process for them: no image thread waits. */
  private synchronized CompletionStage<Optional<ImageResult>> next(Order order) {
    var done =
        lastSuspect.thenApplyAsync(
            before -> whileWanted(order, () -> apart(order.bytes())), threads.files());
    lastSuspect = done.handle((picture, failure) -> null);
    return done;
  }

  private Optional<ImageResult> whileWanted(Order order, Supplier<ImageResult> work) {
    return order.wanted().getAsBoolean()
        ? Optional.of(stages.in(Stage.PROCESS, order.owner(), order.item(), work::get))
        : Optional.empty();
  }

  private ImageResult apart(byte[] bytes) {
    try {
      return suspects.process(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while a suspect picture was in work", e);
    }
  }
}
