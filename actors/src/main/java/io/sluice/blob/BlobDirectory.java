package io.sluice.blob;

import io.sluice.ledger.Fence;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures as files under IMAGE_DIR, by their keys. One is written under a temporary name and
 * renamed when it is on the disk, so that a file with a picture's name is always a whole picture.
 */
public final class BlobDirectory implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(BlobDirectory.class);
  private static final String PICTURES = "images";
  private static final String DRAFTS = PICTURES + "/.drafts";
  private static final int ROOM = 1 << 20;

  /** The name of a draft: epoch, a number. Shared directories hold other files at times. */
  private static final Pattern DRAFT = Pattern.compile("(\\d{1,18})-\\d+\\.part");

  private final Path root;
  private final FileMode mode;
  private final DirectoryId id;

  private final AtomicLong drafted = new AtomicLong();

  /**
   * @param mode of what is made there
   */
  public BlobDirectory(Path root, FileMode mode) {
    this.root = root.toAbsolutePath().normalize();
    this.mode = mode;
    id = new DirectoryId(this.root, mode);
  }

  @Override
  public void checkWritable() {
    check(1);
  }

  @Override
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

  @Override
  public UUID id() {
    try {
      return id.get();
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " cannot be told by images/.id", e);
    }
  }

  @Override
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

  @Override
  public long freeBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " does not tell its free space", e);
    }
  }

  @Override
  public void put(Fence by, String key, byte[] content) {
    var target = root.resolve(key);
    var draft = drafts(by).resolve(by.epoch() + "-" + drafted.incrementAndGet() + ".part");
    boolean done = false;
    checkPlace();
    try {
      write(draft, content);
      rename(draft, target);
      done = true;
    } catch (IOException e) {
      throw failed("cannot write " + target, e);
    } finally {
      if (!done) {
        discard(draft);
      }
    }
  }

  private void write(Path draft, byte[] content) throws IOException {
    try (var channel = open(draft)) {
      var rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      // A row must never outlive its file, not even a power cut.
      channel.force(false);
    }
  }

  private FileChannel open(Path draft) throws IOException {
    try {
      return mode.create(draft);
    } catch (NoSuchFileException | NotDirectoryException e) {
      mode.makeDirectories(draft.getParent());
      return mode.create(draft);
    }
  }

  private void rename(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      checkPlace();
      mode.makeDirectories(target.getParent());
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** One that cannot be removed now is swept away by the next run. */
  private static void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      LOG.debug("{} stays until the next run", draft, e);
    }
  }

  @Override
  public void sweep(Fence by) {
    var drafts = drafts(by);
    checkPlace();
    if (!Files.isDirectory(drafts)) {
      return;
    }
    try (var files = Files.list(drafts)) {
      for (var file : files.toList()) {
        var name = DRAFT.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) < by.epoch()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw failed("cannot clear " + drafts, e);
    }
  }

  private Path drafts(Fence by) {
    return root.resolve(DRAFTS).resolve(by.entity());
  }

  @Override
  public boolean exists(String key) {
    return Files.isRegularFile(root.resolve(key));
  }

  @Override
  public Optional<Blob> find(String key) {
    var pictures = root.resolve(PICTURES);
    try {
      var file = root.resolve(key).normalize();
      return file.startsWith(pictures)
              && Files.isRegularFile(file)
              // Also behind all links.
              && file.toRealPath().startsWith(pictures.toRealPath())
          ? Optional.of(new Blob(Files.size(file), () -> Files.newInputStream(file)))
          : Optional.empty();
    } catch (InvalidPathException | IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void remove(String key) {
    var file = root.resolve(key);
    checkPlace();
    try {
      Files.deleteIfExists(file);
      for (var parent = file.getParent();
          !parent.equals(root) && !parent.getParent().equals(root);
          parent = parent.getParent()) {
        // With the directories that it leaves empty.
        Files.delete(parent);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw failed("cannot remove " + file, e);
    }
  }
}
