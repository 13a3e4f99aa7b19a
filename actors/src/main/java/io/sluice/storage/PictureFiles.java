package io.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The pictures under IMAGE_DIR. A picture is drafted under a temporary name and renamed when whole,
 * so that a file with a picture's name is always a whole picture.
 *
 * <p>The draft is opened before the picture is decoded: one that is left over names a picture that
 * was in work when its process died.
 */
public final class PictureFiles {
  private static final String DRAFTS = "images/.drafts";
  private static final String ID = "images/.id";
  private static final int ID_TRIES = 40;
  private static final long ID_WAIT_NANOS = 50_000_000;

  /** The name of a draft: epoch, a number, photo. Shared directories hold other files at times. */
  private static final Pattern DRAFT = Pattern.compile("(\\d{1,18})-\\d+-(.+)\\.part");

  private final Path root;

  private final AtomicLong drafted = new AtomicLong();

  public PictureFiles(Path root) {
    this.root = root.toAbsolutePath();
  }

  /**
   * Makes sure that pictures can be written.
   *
   * @throws StorageException if not, with the reason
   */
  public void checkWritable() {
    var drafts = root.resolve(DRAFTS);
    try {
      Files.createDirectories(drafts);
      Files.delete(Files.createTempFile(drafts, "check", ""));
    } catch (IOException e) {
      throw new StorageException("IMAGE_DIR " + root + " cannot be written", e);
    }
  }

  /**
   * By which all that use the same directory know it; the first that asks makes it.
   *
   * @throws StorageException if it can be neither read nor written
   */
  public UUID id() {
    var file = root.resolve(ID);
    try {
      Files.writeString(file, UUID.randomUUID() + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // It is some node's, maybe in this moment.
    } catch (IOException e) {
      throw new StorageException("IMAGE_DIR " + root + " cannot be marked by " + ID, e);
    }
    try {
      return UUID.fromString(written(file));
    } catch (IOException e) {
      throw new StorageException("IMAGE_DIR " + root + " cannot be told by " + ID, e);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          "IMAGE_DIR " + root + " cannot be told by " + ID,
          new IOException("it holds no id; if no other node uses the directory, remove it", e));
    }
  }

  /** Another node may have made the file a moment ago, and be about to write it. */
  private static String written(Path file) throws IOException {
    var text = Files.readString(file).strip();
    for (int tries = 0; text.isEmpty() && tries < ID_TRIES; tries++) {
      LockSupport.parkNanos(ID_WAIT_NANOS);
      text = Files.readString(file).strip();
    }
    return text;
  }

  /**
   * Bytes that may still be written.
   *
   * @throws StorageException if that cannot be told
   */
  public long freeBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new StorageException("IMAGE_DIR " + root + " does not tell its free space", e);
    }
  }

  /** Opens the draft of a picture. */
  public Draft draft(long channel, long epoch, String photo) {
    // The number keeps apart two drafts of a photo that a damaged source gives twice.
    var name = epoch + "-" + drafted.incrementAndGet() + "-" + photo + ".part";
    var file = drafts(channel).resolve(name);
    try {
      return new Draft(file, open(file));
    } catch (IOException e) {
      throw new StorageException("cannot write " + file, e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException | NotDirectoryException e) {
      Files.createDirectories(file.getParent());
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  /**
   * Removes the drafts of earlier runs, and tells which photos they were of.
   *
   * @param epoch of the run that begins; drafts of this or later ones stay
   */
  public Set<String> sweep(long channel, long epoch) {
    var photos = new TreeSet<String>();
    var drafts = drafts(channel);
    if (!Files.isDirectory(drafts)) {
      return photos;
    }
    try (var files = Files.list(drafts)) {
      for (var file : files.toList()) {
        var name = DRAFT.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) < epoch) {
          photos.add(name.group(2));
          Files.deleteIfExists(file);
        }
      }
      return photos;
    } catch (IOException e) {
      throw new StorageException("cannot clear " + drafts, e);
    }
  }

  /** Whether the file of a row is there. */
  public boolean exists(String path) {
    return Files.isRegularFile(root.resolve(path));
  }

  /** Deletes the file of a path, and the directories that it leaves empty. */
  public void remove(String path) {
    var file = root.resolve(path);
    try {
      Files.deleteIfExists(file);
      for (var parent = file.getParent();
          !parent.equals(root) && !parent.getParent().equals(root);
          parent = parent.getParent()) {
        Files.delete(parent);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new StorageException("cannot remove " + file, e);
    }
  }

  private Path drafts(long channel) {
    return root.resolve(DRAFTS).resolve(Long.toString(channel));
  }

  /** A picture that has no name of its own yet. */
  public final class Draft implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Draft(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /**
     * Writes the picture and gives it its name.
     *
     * @param path relative to IMAGE_DIR
     */
    public void publish(byte[] picture, String path) {
      var target = root.resolve(path);
      try {
        var rest = ByteBuffer.wrap(picture);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        // A row must never outlive its file, not even a power cut.
        channel.force(false);
        channel.close();
        rename(target);
      } catch (IOException e) {
        throw new StorageException("cannot write " + target, e);
      }
    }

    private void rename(Path target) throws IOException {
      try {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    /** Ends the draft; what was not published is gone. */
    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new StorageException("cannot remove " + file, e);
      }
    }
  }
}
