package io.sluice.blob;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A blob under a name that nobody looks for, beside the one it had, so that who comes after a crash
 * knows what it was.
 *
 * @param failed makes of a failure what the store throws
 */
record WithdrawnFile(
    Path root, Path blob, Path file, Function<IOException, StorageException> failed)
    implements Withdrawn {
  private static final String MARK = ".withdrawn-";
  private static final Pattern NAME = Pattern.compile("(.+)" + Pattern.quote(MARK) + "[0-9a-f-]+");

  /** Empty if there is no such blob. */
  static Optional<Withdrawn> of(
      Path root, Path blob, Function<IOException, StorageException> failed) {
    var file = blob.resolveSibling(blob.getFileName() + MARK + UUID.randomUUID());
    try {
      Files.move(blob, file);
      return Optional.of(new WithdrawnFile(root, blob, file, failed));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed.apply(e);
    }
  }

  /** The key that a blob had which is under this one now; empty if it was not withdrawn. */
  static Optional<String> keyBefore(String key) {
    var name = NAME.matcher(key);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
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
