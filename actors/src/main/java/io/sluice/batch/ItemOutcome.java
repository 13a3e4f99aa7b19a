package io.sluice.batch;

import java.time.Instant;

/**
 * What came of an item in a stage.
 *
 * @param <R> what the stage makes of one
 */
public sealed interface ItemOutcome<R> {

  /**
   * It has passed the stage.
   *
   * @param bytes of its content, which its batch counts
   */
  record Passed<R>(R value, long bytes) implements ItemOutcome<R> {}

  /**
   * It never will.
   *
   * @param reason a word that others share, such as {@code missing}
   * @param detail what is special about this one; may be empty
   */
  record Failed<R>(String reason, String detail) implements ItemOutcome<R> {}

  /**
   * Not now: it comes again when its time has come, and holds nothing until then.
   *
   * @param delays how much that counts against it: {@link io.sluice.ledger.batch.Item#delays} is
   *     the sum, by which its stage gives it up in the end
   */
  record Later<R>(Instant notBefore, int delays) implements ItemOutcome<R> {

    /** One that counts nothing: it is not the item's doing. */
    public Later(Instant notBefore) {
      this(notBefore, 0);
    }
  }

  /**
   * It ended a child process that had nothing else to do, or took longer than it may.
   *
   * @param how as in {@code ended the process with exit code 134}
   */
  record Died<R>(String how) implements ItemOutcome<R> {}

  /** It was given up since nobody wants it any more, and is as it was. */
  record Abandoned<R>() implements ItemOutcome<R> {}
}
