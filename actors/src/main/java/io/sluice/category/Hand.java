package io.sluice.category;

import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.ledger.category.Classifications.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The texts that a node has taken on, from their taking until what has become of them is stored.
 * Used by one thread.
 */
final class Hand {
  private static final HexFormat HEX = HexFormat.of();

  private final Map<String, Taken> all = new HashMap<>();
  private List<Result> results = new ArrayList<>();
  private Map<String, List<Taken>> failed = new HashMap<>();

  /** What has become of texts and is not stored yet. */
  record Decided(List<Result> results, Map<String, List<Taken>> failed) {
    boolean isNothing() {
      return results.isEmpty() && failed.isEmpty();
    }
  }

  static String key(Taken task) {
    return HEX.formatHex(task.textHash());
  }

  void take(List<Taken> tasks) {
    tasks.forEach(task -> all.put(key(task), task));
  }

  int size() {
    return all.size();
  }

  List<Taken> tasks() {
    return List.copyOf(all.values());
  }

  void decide(Result result) {
    results.add(result);
  }

  void fail(Taken task, String problem) {
    failed.computeIfAbsent(problem, text -> new ArrayList<>()).add(task);
  }

  /** All that was decided since the last time. */
  Decided decided() {
    var decided = new Decided(results, failed);
    results = new ArrayList<>();
    failed = new HashMap<>();
    return decided;
  }

  /** They could not be stored yet. */
  void again(Decided decided) {
    results.addAll(decided.results());
    decided.failed().forEach((problem, tasks) -> tasks.forEach(task -> fail(task, problem)));
  }

  /** These are no longer ours, whatever has become of them. */
  void leave(Decided decided) {
    decided.results().forEach(result -> leave(result.task()));
    decided.failed().values().forEach(tasks -> tasks.forEach(this::leave));
  }

  private void leave(Taken task) {
    all.remove(key(task), task);
  }
}
