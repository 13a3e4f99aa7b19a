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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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

  /** Bytes of small drafts that are in memory together; the others are files at once. */
  private static final int HELD = 16 << 20;

  /** The name of a draft: epoch, a number. Shared directories hold other files at times. */
  private static final Pattern DRAFT = Pattern.compile("(\\d{1,18})-\\d+\\.part");

  private final Path root;
  private final FileMode mode;
  private final DirectoryId id;

  private final AtomicLong drafted = new AtomicLong();
  private final DraftMemory memory = new DraftMemory(HELD);

  /** What is being written, by the run that does it. */
  private final Map<Fence, Set<FileDraft>> open = new ConcurrentHashMap<>();

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

  StorageException failed(String what, IOException e) {
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
    try (var draft = draft(by)) {
      draft.write(ByteBuffer.wrap(content));
      // A row must never outlive its file, not even a power cut.
      draft.sync();
      keep(Map.of(key, draft), false, Runnable::run);
    }
  }

  @Override
  public Draft draft(Fence by) {
    var file = drafts(by).resolve(by.epoch() + "-" + drafted.incrementAndGet() + ".part");
    var draft = new FileDraft(this, by, file, memory);
    open.compute(by, (run, drafts) -> with(drafts, draft));
    return draft;
  }

  /** A draft is to be a file. */
  FileChannel open(Path draft) throws IOException {
    checkPlace();
    try {
      return mode.create(draft);
    } catch (NoSuchFileException | NotDirectoryException e) {
      mode.makeDirectories(draft.getParent());
      return mode.create(draft);
    }
  }

  /** It was closed. */
  void forget(Fence run, FileDraft draft) {
    open.computeIfPresent(run, (by, drafts) -> without(drafts, draft));
  }

  private static Set<FileDraft> with(Set<FileDraft> drafts, FileDraft opened) {
    var all = drafts == null ? ConcurrentHashMap.<FileDraft>newKeySet() : drafts;
    all.add(opened);
    return all;
  }

  private static Set<FileDraft> without(Set<FileDraft> drafts, FileDraft closed) {
    drafts.remove(closed);
    return drafts.isEmpty() ? null : drafts;
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

  @Override
  public void clear(Fence by) {
    List.copyOf(open.getOrDefault(by, Set.of())).forEach(Draft::close);
    try {
      Files.deleteIfExists(drafts(by));
    } catch (IOException e) {
      LOG.debug("{} stays until the next run", drafts(by), e);
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
