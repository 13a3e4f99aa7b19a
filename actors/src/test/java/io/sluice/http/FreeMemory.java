package io.sluice.http;

import java.util.concurrent.CompletableFuture;

/** Memory for bodies without a bound, and nobody who is told that they come. */
final class FreeMemory implements Exchange.Asker {
  @Override
  public void answering() {
    // Nobody waits for it.
  }

  @Override
  public long totalBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public CompletableFuture<Void> more(long bytes) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void reduceTo(long bytes) {
    // Nobody counts.
  }
}
