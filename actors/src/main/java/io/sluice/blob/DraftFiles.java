package io.sluice.blob;

import io.sluice.ledger.Fence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The files of drafts, in 256 directories: a file system such as ext4 keeps the files of a
 * directory together, and looks long for room where many were deleted a minute ago. A name tells
 * the run: entity, epoch, a number. Other files lie there too at times, such as those that a check
 * of the directory has left.
 */
final class DraftFiles {
  private static final int DIRECTORIES = 256;
  private static final Pattern DRAFT = Pattern.compile("(.+)-(\\d{1,18})-\\d+\\.part");
  private static final Pattern CHECK = Pattern.compile("check\\d+");

  private final Path root;

  DraftFiles(Path root) {
    this.root = root;
  }

  Path of(Fence run, long number) {
    return root.resolve("%02x".formatted(number % DIRECTORIES))
        .resolve("%s-%d-%d.part".formatted(run.entity(), run.epoch(), number));
  }

  /** To see whether a file can be written. */
  Path check() throws IOException {
    return Files.createTempFile(root, "check", "");
  }

  /** Removes those of earlier runs of the same entity. */
  void removeBefore(Fence run) throws IOException {
    var drafts = new HashMap<Path, Fence>();
    each(directory -> drafts.putAll(drafts(directory)), file -> {});
    for (var draft : drafts.entrySet()) {
      var by = draft.getValue();
      if (by.entity().equals(run.entity()) && by.epoch() < run.epoch()) {
        Files.deleteIfExists(draft.getKey());
      }
    }
  }

  /**
   * Removes those of runs that are over, and checks that were broken off.
   *
   * @param over which of some runs are
   * @param before when a check was made that nobody makes any more
   * @return how many there were
   */
  int removeOver(UnaryOperator<Set<Fence>> over, Instant before) throws IOException {
    var drafts = new HashMap<Path, Fence>();
    var checks = new ArrayList<Path>();
    // First the drafts, then the runs: who made one of them was there when it was found.
    each(directory -> drafts.putAll(drafts(directory)), checks::add);
    var ended = drafts.isEmpty() ? Set.<Fence>of() : over.apply(new HashSet<>(drafts.values()));
    int removed = 0;
    for (var draft : drafts.entrySet()) {
      if (ended.contains(draft.getValue()) && Files.deleteIfExists(draft.getKey())) {
        removed++;
      }
    }
    for (var check : checks) {
      removed += removeCheck(check, before);
    }
    return removed;
  }

  private interface Visit {
    void to(Path found) throws IOException;
  }

  private void each(Visit directories, Visit files) throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var all = Files.newDirectoryStream(root)) {
      for (var found : all) {
        (Files.isDirectory(found) ? directories : files).to(found);
      }
    }
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
        ? Optional.of(new Fence(name.group(1), Long.parseLong(name.group(2))))
        : Optional.empty();
  }
}
