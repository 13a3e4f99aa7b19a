package io.sluice.blob;

import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are named after the databases whose rows tell of files in a store. */
final class LedgerMarks {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMarks.class);

  private final Path directory;
  private final FileMode mode;

  LedgerMarks(Path directory, FileMode mode) {
    this.directory = directory;
    this.mode = mode;
  }

  /** All of them, with this one, which is made where it is not there. */
  Set<UUID> with(UUID own) throws IOException {
    mode.makeDirectories(directory);
    try (var made = mode.create(directory.resolve(own.toString()))) {
      LOG.debug("{} is noted in {}: {}", own, directory, made);
    } catch (FileAlreadyExistsException e) {
      // It was here before.
    }
    try (var all = Files.list(directory)) {
      return all.map(mark -> UUID.fromString(mark.getFileName().toString()))
          .collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw new IOException("remove from " + directory + " what is no database's id", e);
    }
  }
}
