package io.sluice.storage;

import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final int ROOM = 1 << 20;

  /** The name of a draft: epoch, a number, photo. Shared directories hold other files at times. */
  private static final Pattern DRAFT = Pattern.compile("(\\d{1,18})-\\d+-(.+)\\.part");

  private final Path root;
  private final FileMode mode;
  private final DirectoryId id;

  private final AtomicLong drafted = new AtomicLong();

  /**
   * @param mode of what is made there
   */
  public PictureFiles(Path root, FileMode mode) {
    this.root = root.toAbsolutePath();
    this.mode = mode;
    id = new DirectoryId(this.root, mode);
  }

  /**
   * Makes sure that pictures can be written.
   *
   * @throws StorageException if not, with the reason
   */
  public void checkWritable() {
    check(1);
  }

  /**
   * The same for a few pictures.
   *
   * @throws StorageException if not, with the reason
   */
  public void checkRoom() {
    check(ROOM);
  }

  private void check(int bytes) {
    checkPlace();
    var drafts = root.resolve(DRAFTS);
    try {
      mode.makeDirectories(drafts);
      var file = Files.createTempFile(drafts, "check", "");
      try {
        Files.write(file, new byte[bytes]);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " cannot be written", e);
    }
  }

  /**
   * By which all that use the same directory know it; the first that asks makes it.
   *
   * @throws StorageException if it can be neither read nor written
   */
  public UUID id() {
    try {
      return id.get();
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " cannot be told by images/.id", e);
    }
  }

  /**
   * Makes sure that the directory is the one whose id was asked for.
   *
   * @throws StorageAwayException if another one has taken its place
   */
  public void checkPlace() {
    try {
      if (!id.isSame()) {
        throw new StorageAwayException(
            root, Trouble.ANOTHER, new IOException("images/.id is missing or another"));
      }
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " cannot be told by images/.id", e);
    }
  }

  private StorageException failed(String what, IOException e) {
    return trouble(e)
        .<StorageException>map(trouble -> new StorageAwayException(root, trouble, e))
        .orElseGet(() -> new StorageRefusedException(what, e));
  }

  private Optional<Trouble> trouble(IOException e) {
    try {
      return id.isSame() ? Trouble.of(e, root) : Optional.of(Trouble.ANOTHER);
    } catch (IOException notToBeTold) {
      return Trouble.of(e, root);
    }
  }

  /** Of what is made in the directory. */
  public FileMode mode() {
    return mode;
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
      throw failed("IMAGE_DIR " + root + " does not tell its free space", e);
    }
  }

  /** Opens the draft of a picture. */
  public Draft draft(long channel, long epoch, String photo) {
    // The number keeps apart two drafts of a photo that a damaged source gives twice.
    var name = epoch + "-" + drafted.incrementAndGet() + "-" + photo + ".part";
    var file = drafts(channel).resolve(name);
    checkPlace();
    try {
      return new Draft(file, open(file));
    } catch (IOException e) {
      throw failed("cannot write " + file, e);
    }
  }

  private FileChannel open(Path file) throws IOException {
    try {
      return mode.create(file);
    } catch (NoSuchFileException | NotDirectoryException e) {
      mode.makeDirectories(file.getParent());
      return mode.create(file);
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
    checkPlace();
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
      throw failed("cannot clear " + drafts, e);
    }
  }

  /** Whether the file of a row is there. */
  public boolean exists(String path) {
    return Files.isRegularFile(root.resolve(path));
  }

  /** Deletes the file of a path, and the directories that it leaves empty. */
  public void remove(String path) {
    var file = root.resolve(path);
    checkPlace();
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
      throw failed("cannot remove " + file, e);
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
        throw failed("cannot write " + target, e);
      }
    }

    private void rename(Path target) throws IOException {
      try {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        checkPlace();
        mode.makeDirectories(target.getParent());
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
        throw failed("cannot remove " + file, e);
      }
    }
  }
}
