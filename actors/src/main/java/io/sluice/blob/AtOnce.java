package io.sluice.blob;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Does the same with several things at once, and waits for all: a disk makes many files durable in
 * little more time than one.
 */
public final class AtOnce {
  private AtOnce() {}

  /**
   * Returns when nothing is done any more; one failure of several is thrown.
   *
   * @param threads which may block, and never wait for the caller's
   */
  public static <T> void forEach(Collection<T> things, Consumer<T> work, Executor threads) {
    var all =
        things.stream()
            .map(thing -> CompletableFuture.runAsync(() -> work.accept(thing), threads))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
