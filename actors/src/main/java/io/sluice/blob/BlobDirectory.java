package io.sluice.blob;

import io.sluice.ledger.Fence;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Pictures and files under IMAGE_DIR, by their keys. One is written under a temporary name and
 * renamed when it is on the disk, so that a file with a picture's name is always a whole picture.
 */
public final class BlobDirectory implements BlobStore {
  private static final String PICTURES = "images";
  private static final String FILES = "files";
  private static final String DRAFTS = PICTURES + "/.drafts";
  private static final String LEDGERS = "files/.ledgers";
  private static final int ROOM = 1 << 20;

  /** Bytes of small drafts that are in memory together; the others are files at once. */
  private static final int HELD = 16 << 20;

  private final Path root;
  private final FileMode mode;
  private final DirectoryId id;
  private final DraftFiles drafts;
  private final LedgerMarks marks;

  private final AtomicLong drafted = new AtomicLong();

  /** What is being written. */
  private final OpenDrafts open = new OpenDrafts(this::open, new DraftMemory(HELD), this::failed);

  /**
   * @param mode of what is made there
   */
  public BlobDirectory(Path root, FileMode mode) {
    this.root = root.toAbsolutePath().normalize();
    this.mode = mode;
    id = new DirectoryId(this.root, mode);
    drafts = new DraftFiles(this.root.resolve(DRAFTS));
    marks = new LedgerMarks(this.root.resolve(LEDGERS), mode);
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
    try {
      mode.makeDirectories(root.resolve(DRAFTS));
      var file = drafts.check();
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
      return DiskSpace.of(root).free();
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " does not tell its free space", e);
    }
  }

  @Override
  public void put(Fence by, String key, byte[] content) {
    try (var draft = draft(by)) {
      draft.write(ByteBuffer.wrap(content));
      // A row must never outlive its file, not even a power cut.
      draft.sync();
      keep(Map.of(key, draft), false, Runnable::run);
    }
  }

  @Override
  public Draft draft(Fence by) {
    return open.add(by, drafts.of(by, drafted.incrementAndGet()));
  }

  /** A draft is to be a file. */
  private FileChannel open(Path draft) throws IOException {
    checkPlace();
    try {
      return mode.create(draft);
    } catch (NoSuchFileException | NotDirectoryException e) {
      mode.makeDirectories(draft.getParent());
      return mode.create(draft);
    }
  }

  @Override
  public void keep(Map<String, Draft> drafts, boolean durable, Executor threads) {
    var directories = new HashSet<Path>();
    drafts.forEach(
        (key, draft) -> {
          var target = root.resolve(key);
          var file = (FileDraft) draft;
          file.flush();
          try {
            directories.addAll(rename(file.path(), target));
            file.markKept();
          } catch (IOException e) {
            throw failed("cannot write " + target, e);
          }
        });
    if (durable) {
      AtOnce.forEach(directories, this::sync, threads);
    }
  }

  /** Gives the directories that have changed. */
  private Set<Path> rename(Path draft, Path target) throws IOException {
    var directory = target.getParent();
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return Set.of(directory);
    } catch (NoSuchFileException e) {
      checkPlace();
      mode.makeDirectories(directory);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return Set.of(directory, directory.getParent());
    }
  }

  private void sync(Path directory) {
    try (var open = FileChannel.open(directory)) {
      open.force(true);
    } catch (IOException e) {
      throw failed("cannot write " + directory, e);
    }
  }

  @Override
  public void sweep(Fence by) {
    checkPlace();
    try {
      drafts.removeBefore(by);
    } catch (IOException e) {
      throw failed("cannot clear " + root.resolve(DRAFTS), e);
    }
  }

  @Override
  public int sweep(UnaryOperator<Set<Fence>> over, Instant before) {
    checkPlace();
    try {
      return drafts.removeOver(over, before);
    } catch (IOException e) {
      throw failed("cannot clear " + root.resolve(DRAFTS), e);
    }
  }

  @Override
  public void clear(Fence by) {
    open.close(by);
  }

  @Override
  public Set<UUID> ledgers(UUID own) {
    checkPlace();
    try {
      return marks.with(own);
    } catch (IOException e) {
      throw failed("IMAGE_DIR " + root + " does not tell whose files it keeps", e);
    }
  }

  @Override
  public void each(String prefix, Consumer<Stored> visit) {
    checkPlace();
    try {
      DirectoryWalk.of(root, prefix, visit);
    } catch (IOException e) {
      throw failed("cannot look through " + root.resolve(prefix), e);
    }
  }

  @Override
  public Optional<Withdrawn> withdraw(String key) {
    checkPlace();
    var blob = root.resolve(key);
    return WithdrawnFile.of(root, blob, e -> failed("cannot remove " + blob, e));
  }

  @Override
  public Optional<String> keyBefore(String key) {
    return WithdrawnName.keyBefore(key);
  }

  @Override
  public Withdrawn withdrawn(String key) {
    var blob = root.resolve(keyBefore(key).orElseThrow());
    return new WithdrawnFile(
        root, blob, root.resolve(key), e -> failed("cannot remove " + blob, e));
  }

  @Override
  public boolean exists(String key) {
    return Files.isRegularFile(root.resolve(key));
  }

  @Override
  public Optional<Blob> find(String key) {
    var pictures = root.resolve(BlobStore.isPictureOfFile(key) ? FILES : PICTURES);
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
      EmptyDirectories.removeAbove(file, root);
    } catch (IOException e) {
      throw failed("cannot remove " + file, e);
    }
  }
}
