package io.sluice.persistence;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the server again when it has died, at the same address, so that those who use it go on.
 * One that does not live gets a few more tries, each after a longer pause.
 */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final long LOOK_MILLIS = 200;
  private static final int TRIES = 5;
  private static final long JOIN_MILLIS = 10_000;

  /** One that lived for so long did not die of being started. */
  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Postmaster postmaster;
  private final ServerLog log;
  private final int port;
  private final Duration pause;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "embedded-postgres");
  private long since = System.nanoTime();
  private int tries;

  /**
   * @param pause before the second try; each other one waits twice as long as the one before
   */
  ServerWatch(Postmaster postmaster, ServerLog log, int port, Duration pause) {
    this.postmaster = postmaster;
    this.log = log;
    this.port = port;
    this.pause = pause;
    thread.setDaemon(true);
    thread.start();
  }

  /** Completes with the reason when the server cannot be had again. */
  CompletableFuture<String> lost() {
    return lost;
  }

  private void watch() {
    try {
      // What is seen once may be the fault of who looks: too many open files, for one.
      for (boolean missed = false; !closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS); ) {
        limitLog();
        boolean runs = postmaster.isRunning();
        if (!runs && missed) {
          bringBack();
        }
        missed = !runs;
      }
    } catch (InterruptedException e) {
      // It is closed while it starts the server.
    } catch (DatabaseException e) {
      LOG.error("{}", e.getMessage());
      lost.complete(e.getMessage());
    }
  }

  private void limitLog() {
    try {
      log.limit();
    } catch (IOException e) {
      LOG.debug("The log of PostgreSQL is not cut this time: {}", e.toString());
    }
  }

  /**
   * @throws DatabaseException if that cannot be done
   */
  private void bringBack() throws InterruptedException {
    long died = System.nanoTime();
    tries = died - since < LIFE_NANOS ? tries : 0;
    LOG.warn("The embedded PostgreSQL has died and is started again");
    while (true) {
      if (closed.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      tries++;
      try {
        postmaster.start(port);
        since = System.nanoTime();
        LOG.info("The embedded PostgreSQL is there again");
        return;
      } catch (IOException | RuntimeException e) {
        if (tries >= TRIES) {
          throw new DatabaseException(
              "the embedded PostgreSQL has died and does not start again: " + e.getMessage(), e);
        }
        LOG.warn(
            "The embedded PostgreSQL does not start, next try in {} s: {}",
            pause().toSeconds(),
            e.getMessage());
      }
    }
  }

  private Duration pause() {
    return tries == 0 ? Duration.ZERO : pause.multipliedBy(1L << (Math.min(tries, TRIES) - 1));
  }

  /** Does not start it any more. */
  void stop() {
    closed.countDown();
  }

  @Override
  public void close() {
    stop();
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
