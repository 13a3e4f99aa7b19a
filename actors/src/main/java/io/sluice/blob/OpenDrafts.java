package io.sluice.blob;

import io.sluice.ledger.Fence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The drafts that are being written, by the run that does it. Thread-safe. */
final class OpenDrafts {
  private final Map<Fence, Set<Draft>> drafts = new ConcurrentHashMap<>();
  private final FileDraft.Opener opener;
  private final DraftMemory memory;
  private final BiFunction<String, IOException, StorageException> failed;

  /**
   * @param memory for those that are small
   * @param failed makes of what went wrong, in words, and its cause what the store throws
   */
  OpenDrafts(
      FileDraft.Opener opener,
      DraftMemory memory,
      BiFunction<String, IOException, StorageException> failed) {
    this.opener = opener;
    this.memory = memory;
    this.failed = failed;
  }

  Draft add(Fence run, Path file) {
    var draft = new FileDraft(file, opener, memory, failed, closed -> remove(run, closed));
    drafts.compute(run, (by, others) -> with(others, draft));
    return draft;
  }

  private static Set<Draft> with(Set<Draft> others, Draft opened) {
    var all = others == null ? ConcurrentHashMap.<Draft>newKeySet() : others;
    all.add(opened);
    return all;
  }

  private void remove(Fence run, Draft closed) {
    drafts.computeIfPresent(run, (by, others) -> without(others, closed));
  }

  private static Set<Draft> without(Set<Draft> others, Draft closed) {
    others.remove(closed);
    return others.isEmpty() ? null : others;
  }

  /** Closes all of a run. */
  void close(Fence run) {
    List.copyOf(drafts.getOrDefault(run, Set.of())).forEach(Draft::close);
  }
}
