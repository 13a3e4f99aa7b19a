package io.sluice.document;

import java.time.Duration;

/**
 * What the reading of one document, with all within it, may still take of characters, names and
 * time. Used by one thread.
 */
final class ExtractBudget {
  static final String CHARACTERS = "too_long";
  static final String TIME = "too_slow";

  /** Names of parts beside the text, of some length each. */
  private static final int NAME = 100;

  private static final long LEAST_NAMES = 100_000;

  /** What a part costs besides its name, in characters of text, each of which may be six bytes. */
  private static final int A_PART = 50;

  /** In which those that are left are still counted. */
  static final Duration COUNTING = Duration.ofSeconds(1);

  private final ExtractLimits limits;
  private final long deadline;
  private long characters;
  private long names;
  private String reached;

  ExtractBudget(ExtractLimits limits) {
    this.limits = limits;
    deadline = System.nanoTime() + limits.time().toNanos();
    names = names(limits);
  }

  /** Characters that names of parts may have together, what an answer has besides included. */
  static long names(ExtractLimits limits) {
    return LEAST_NAMES + (long) limits.parts() * NAME;
  }

  /** The limit that has been reached; null if none. */
  String reached() {
    if (reached == null && System.nanoTime() > deadline) {
      reached = TIME;
    }
    return reached;
  }

  /** As people read it; null if none has been reached. */
  String limit() {
    if (reached == null) {
      return null;
    }
    return reached.equals(TIME)
        ? "more than %s s".formatted(limits.time().toMillis() / 1000.0)
        : "more than %d characters".formatted(limits.characters());
  }

  void take(int more) throws LimitReachedException {
    if (characters + more > limits.characters()) {
      if (reached == null) {
        reached = CHARACTERS;
      }
      throw new LimitReachedException(reached);
    }
    characters += more;
  }

  /** Takes what is short, and there in any case. */
  void spend(int more) {
    characters += more;
  }

  boolean isLate() {
    return TIME.equals(reached());
  }

  void checkTime() throws LimitReachedException {
    if (isLate()) {
      throw new LimitReachedException(TIME);
    }
  }

  /** Whether a part may be named; if not, it is only counted. */
  boolean takeName(String name) {
    if (names < name.length() + A_PART) {
      // No shorter one that comes later, either.
      names = 0;
      return false;
    }
    names -= name.length() + A_PART;
    return true;
  }

  /** Whether there is time for what is not text. */
  boolean hasTimeToSpare() {
    return deadline - System.nanoTime() > limits.time().toNanos() / 2;
  }

  /** Whether even counting has taken too long. */
  boolean isOver() {
    return System.nanoTime() - deadline > COUNTING.toNanos();
  }
}
