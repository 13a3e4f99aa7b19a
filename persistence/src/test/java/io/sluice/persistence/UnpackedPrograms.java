package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs as one test has unpacked them, for the tests of all modules: to unpack them
 * takes seconds, to copy them none.
 */
final class UnpackedPrograms {
  private UnpackedPrograms() {}

  /** To where a server looks for them, which unpacks them itself where there are none. */
  static void copyTo(Path programs) throws IOException {
    var kept = kept().filter(Files::isDirectory);
    if (kept.isPresent()) {
      copy(kept.get(), programs);
    }
  }

  /** Whoever comes first; others may do so at the same time. */
  static void keep(Path programs) throws IOException {
    var kept = kept().filter(place -> !Files.exists(place));
    if (kept.isEmpty()) {
      return;
    }
    var draft = Files.createTempDirectory(kept.get().getParent(), "programs");
    copy(programs, draft.resolve("whole"));
    try {
      Files.move(draft.resolve("whole"), kept.get(), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      OwnerOnly.deleteTree(draft.resolve("whole"));
    }
    Files.delete(draft);
  }

  /** In what the build of the whole project has made; empty where that is not. */
  private static Optional<Path> kept() {
    return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
        .filter(path -> Files.isDirectory(path.resolve(".mvn")))
        .map(path -> path.resolve("target"))
        .filter(Files::isDirectory)
        .map(target -> target.resolve("postgres-programs"))
        .findFirst();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      all.forEach(path -> copyOne(path, to.resolve(from.relativize(path).toString())));
    }
  }

  private static void copyOne(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
