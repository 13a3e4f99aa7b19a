package io.sluice.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What tasks of a kind are, how one is done, and where what came of it is stored. A task that was
 * taken on has the number of its taking, and only that settles it. Thread-safe; all but {@link
 * #wanted} may block.
 *
 * @param <T> a task that was taken on; each is equal to itself alone
 * @param <R> what came of one
 */
public interface TaskKind<T, R> {
  /** For the log: what waits, in the singular, such as {@code text}. */
  String name();

  /** How many may be taken on where so many are in hand; 0 for none yet. */
  int wanted(int inHand);

  /** Takes on what is due, at most so many. */
  Took<T, R> take(int most);

  /** Whether a task can end the process that works on it, so that some are done apart. */
  boolean canEndProcess();

  /** Takes one on that may have ended whoever had it, while nothing else is in hand. */
  Took<T, R> takeApart();

  /** Does it, without blocking; where that fails it is put off. */
  CompletionStage<R> start(T task);

  /** Stores what came of tasks that are still of their taking. */
  void settle(Map<T, R> done);

  /** They failed, and are tried again later. */
  void putOff(List<T> tasks, String problem);

  /** They are still being worked on. */
  void renew(List<T> tasks);

  /** They wait for whoever comes, as if they had not been taken on. */
  void release(List<T> tasks);

  /** After failures in a row nothing is taken on for a while, at most so long. */
  Duration longestRest();

  /** Called now and then: what is to be counted, or swept away. */
  void tend();

  /**
   * What was taken on.
   *
   * @param open tasks that are to be done
   * @param known what came of others at once
   */
  record Took<T, R>(List<T> open, Map<T, R> known) {
    public static <T, R> Took<T, R> nothing() {
      return new Took<>(List.of(), Map.of());
    }

    boolean isNothing() {
      return open.isEmpty() && known.isEmpty();
    }
  }
}
