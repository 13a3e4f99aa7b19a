package io.sluice.blob;

import io.sluice.ledger.Fence;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The files of drafts, a directory an entity. A name tells the run: epoch, a number. Other files
 * lie there too at times, such as those that a check of the directory has left.
 */
final class DraftFiles {
  private static final Pattern DRAFT = Pattern.compile("(\\d{1,18})-\\d+\\.part");
  private static final Pattern CHECK = Pattern.compile("check\\d+");

  private final Path root;

  DraftFiles(Path root) {
    this.root = root;
  }

  Path of(Fence run) {
    return root.resolve(run.entity());
  }

  Path of(Fence run, long number) {
    return of(run).resolve(run.epoch() + "-" + number + ".part");
  }

  /** To see whether a file can be written. */
  Path check() throws IOException {
    return Files.createTempFile(root, "check", "");
  }

  /** Removes those of earlier runs of the same entity. */
  void removeBefore(Fence run) throws IOException {
    for (var draft : drafts(of(run)).entrySet()) {
      if (draft.getValue().epoch() < run.epoch()) {
        Files.deleteIfExists(draft.getKey());
      }
    }
  }

  /**
   * Removes those of runs that are over, with their directories, and checks that were broken off.
   *
   * @param over which of some runs are
   * @param before when a check was made that nobody makes any more
   * @return how many there were
   */
  int removeOver(UnaryOperator<Set<Fence>> over, Instant before) throws IOException {
    if (!Files.isDirectory(root)) {
      return 0;
    }
    int removed = 0;
    try (var all = Files.newDirectoryStream(root)) {
      for (var found : all) {
        removed += Files.isDirectory(found) ? removeOver(found, over) : removeCheck(found, before);
      }
    }
    return removed;
  }

  private static int removeCheck(Path file, Instant before) throws IOException {
    try {
      return CHECK.matcher(file.getFileName().toString()).matches()
              && Files.getLastModifiedTime(file).toInstant().isBefore(before)
              && Files.deleteIfExists(file)
          ? 1
          : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static int removeOver(Path directory, UnaryOperator<Set<Fence>> over) throws IOException {
    // First the drafts, then the runs: who made one of them was there when it was found.
    var drafts = drafts(directory);
    if (drafts.isEmpty()) {
      return 0;
    }
    var ended = over.apply(new HashSet<>(drafts.values()));
    int removed = 0;
    for (var draft : drafts.entrySet()) {
      if (ended.contains(draft.getValue()) && Files.deleteIfExists(draft.getKey())) {
        removed++;
      }
    }
    removeEmpty(directory);
    return removed;
  }

  private static void removeEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // It has drafts of a run that goes on.
    }
  }

  private static Map<Path, Fence> drafts(Path directory) throws IOException {
    var drafts = new HashMap<Path, Fence>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        run(file).ifPresent(run -> drafts.put(file, run));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Map.of();
    }
    return drafts;
  }

  private static Optional<Fence> run(Path file) {
    var name = DRAFT.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new Fence(file.getParent().getFileName().toString(), Long.parseLong(name.group(1))))
        : Optional.empty();
  }
}
