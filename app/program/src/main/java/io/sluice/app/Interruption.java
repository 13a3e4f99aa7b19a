package io.sluice.app;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl+C and SIGTERM: the first asks for an orderly end and gives it some seconds, the second ends
 * the process at once.
 */
final class Interruption implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

  /** What is promised is ten: the database and the process itself take their time to end, too. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final int SIGNAL_BASE = 128;

  private final CompletableFuture<Void> overdue = new CompletableFuture<>();
  private final String words;
  private final Runnable orderly;
  private final Runnable abandon;
  private Object previousInt;
  private Object previousTerm;
  private int exitCode;

  private Interruption(String words, Runnable orderly, Runnable abandon) {
    this.words = words;
    this.orderly = orderly;
    this.abandon = abandon;
  }

  /**
   * @param orderly what the first signal does
   * @param abandon the last thing done before the second ends the process; must not wait
   */
  static Interruption watch(Runnable orderly, Runnable abandon) {
    return watch("storing what is on its way; once more to stop at once", orderly, abandon);
  }

  /**
   * @param words what the first signal does, for the log
   */
  static Interruption watch(String words, Runnable orderly, Runnable abandon) {
    var interruption = new Interruption(words, orderly, abandon);
    interruption.previousInt = Signals.register("INT", () -> interruption.signal(2));
    interruption.previousTerm = Signals.register("TERM", () -> interruption.signal(15));
    return interruption;
  }

  private synchronized void signal(int number) {
    if (exitCode != 0) {
      abandon.run();
      Runtime.getRuntime().halt(SIGNAL_BASE + number);
    }
    exitCode = SIGNAL_BASE + number;
    LOG.warn("Interrupted: {}", words);
    orderly.run();
    CompletableFuture.delayedExecutor(GRACE.toSeconds(), TimeUnit.SECONDS)
        .execute(() -> overdue.complete(null));
  }

  /** Completes when the time for an orderly end is over. */
  CompletableFuture<Void> overdue() {
    return overdue;
  }

  /** The exit code if there was a signal. */
  synchronized OptionalInt exitCode() {
    return exitCode == 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  @Override
  public void close() {
    // A signal while the node stops, or a second one, still ends the process.
    if (exitCode().isEmpty()) {
      Signals.unregister("INT", previousInt);
      Signals.unregister("TERM", previousTerm);
    }
  }
}
