package io.sluice.client;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Sends a few files at once; who has more to send waits, so that none pile up. */
final class SendingThreads implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
  private final ExecutorCompletionService<Void> ended = new ExecutorCompletionService<>(threads);
  private int running;

  /** Sends a file. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Begins some work, when there is room for it.
   *
   * @throws IOException of work before it
   */
  void run(Work work) throws IOException, InterruptedException {
    if (running == CONNECTIONS) {
      takeOne();
    }
    ended.submit(
        () -> {
          work.run();
          return null;
        });
    running++;
  }

  /** Returns when all work is done. */
  void await() throws IOException, InterruptedException {
    while (running > 0) {
      takeOne();
    }
  }

  private void takeOne() throws IOException, InterruptedException {
    var one = ended.take();
    running--;
    try {
      one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
