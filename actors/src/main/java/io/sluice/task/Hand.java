package io.sluice.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks that a node has taken on, from their taking until what has become of them is stored.
 * Used by one thread.
 */
final class Hand<T, R> {
  private final Set<T> all = new HashSet<>();
  private Map<T, R> done = new HashMap<>();
  private Map<String, List<T>> failed = new HashMap<>();

  /** What has become of tasks and is not stored yet. */
  record Decided<T, R>(Map<T, R> done, Map<String, List<T>> failed) {
    boolean isNothing() {
      return done.isEmpty() && failed.isEmpty();
    }

    /** Failures alone. */
    boolean isFailure() {
      return done.isEmpty() && !failed.isEmpty();
    }
  }

  void take(Collection<T> tasks) {
    all.addAll(tasks);
  }

  int size() {
    return all.size();
  }

  List<T> tasks() {
    return List.copyOf(all);
  }

  void decide(T task, R result) {
    done.put(task, result);
  }

  void fail(T task, String problem) {
    failed.computeIfAbsent(problem, text -> new ArrayList<>()).add(task);
  }

  /** All that was decided since the last time. */
  Decided<T, R> decided() {
    var decided = new Decided<>(done, failed);
    done = new HashMap<>();
    failed = new HashMap<>();
    return decided;
  }

  /** They could not be stored yet. */
  void again(Decided<T, R> decided) {
    done.putAll(decided.done());
    decided.failed().forEach((problem, tasks) -> tasks.forEach(task -> fail(task, problem)));
  }

  /** These are no longer ours, whatever has become of them. */
  void leave(Decided<T, R> decided) {
    all.removeAll(decided.done().keySet());
    decided.failed().values().forEach(all::removeAll);
  }
}
