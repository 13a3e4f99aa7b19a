package io.sluice.blob;

import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * By which all that use the same directory know it. Once it was asked for, another directory that
 * took the place is found out, such as an empty one under a disk that is not mounted any more.
 */
final class DirectoryId {
  private static final String NAME = "images/.id";
  private static final int TRIES = 40;
  private static final long WAIT_NANOS = 50_000_000;

  private final Path file;
  private final FileMode mode;
  private volatile Seen seen;

  /**
   * The file with the id as it was seen; nobody writes to it again. Numbers of files alone are
   * given twice: two small file systems, one mounted after the other, have the same.
   */
  private record Seen(UUID id, Object key, FileTime modified) {

    boolean isStill(BasicFileAttributes file) {
      return file.fileKey().equals(key) && file.lastModifiedTime().equals(modified);
    }

    static Seen of(UUID id, BasicFileAttributes file) {
      return new Seen(id, file.fileKey(), file.lastModifiedTime());
    }
  }

  DirectoryId(Path root, FileMode mode) {
    file = root.resolve(NAME);
    this.mode = mode;
  }

  /** The first that asks makes it. */
  UUID get() throws IOException {
    try (var made = mode.create(file)) {
      made.write(ByteBuffer.wrap((UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      // It is some node's, maybe in this moment.
    }
    try {
      var id = UUID.fromString(written());
      seen = Seen.of(id, attributes());
      return id;
    } catch (IllegalArgumentException e) {
      throw new IOException("it holds no id; if no other node uses the directory, remove it", e);
    }
  }

  /** Another node may have made the file a moment ago, and be about to write it. */
  private String written() throws IOException {
    var text = Files.readString(file).strip();
    for (int tries = 0; text.isEmpty() && tries < TRIES; tries++) {
      LockSupport.parkNanos(WAIT_NANOS);
      text = Files.readString(file).strip();
    }
    return text;
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class);
  }

  /** Whether this is still the directory whose id was asked for; yes before anybody asked. */
  boolean isSame() throws IOException {
    var before = seen;
    if (before == null) {
      return true;
    }
    try {
      var now = attributes();
      if (before.isStill(now)) {
        return true;
      }
      // The same one, mounted again or restored, is as good.
      if (!Files.readString(file).strip().equals(before.id().toString())) {
        return false;
      }
      seen = Seen.of(before.id(), now);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
