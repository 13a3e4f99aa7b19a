package io.sluice.sample;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many threads as there are processors, for what can be made in any order. */
public final class Workers implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  public <T> Future<T> start(Callable<T> work) {
    return threads.submit(work);
  }

  /**
   * Waits for what was started.
   *
   * @throws IOException if the work failed, or if the thread is interrupted
   */
  public static <T> T await(Future<T> work) throws IOException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while files were being made");
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
