package io.sluice.blob;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A blob under a name that nobody looks for, beside the one it had, so that who comes after a crash
 * knows what it was.
 *
 * @param failed makes of a failure what the store throws
 */
record WithdrawnFile(
    Path root, Path blob, Path file, Function<IOException, StorageException> failed)
    implements Withdrawn {
  /** Empty if there is no such blob. */
  static Optional<Withdrawn> of(
      Path root, Path blob, Function<IOException, StorageException> failed) {
    var file = blob.resolveSibling(WithdrawnName.of(blob.getFileName().toString()));
    try {
      Files.move(blob, file);
      return Optional.of(new WithdrawnFile(root, blob, file, failed));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public String key() {
    return root.relativize(blob).toString();
  }

  @Override
  public boolean discard() {
    try {
      boolean wasThere = Files.deleteIfExists(file);
      EmptyDirectories.removeAbove(file, root);
      return wasThere;
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public void putBack() {
    try {
      Files.move(file, blob);
    } catch (NoSuchFileException e) {
      // Somebody else has come before.
    } catch (FileAlreadyExistsException e) {
      // It was stored again meanwhile.
      discard();
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
