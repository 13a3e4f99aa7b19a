package io.sluice.app;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does what may wait long on a thread of its own, which keeps no process alive. */
final class Background {
  private Background() {}

  /** What may wait for a node, or for the database. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param name of the thread
   */
  static CompletableFuture<Void> run(String name, Work work) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new CompletionException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.start();
        });
  }
}
