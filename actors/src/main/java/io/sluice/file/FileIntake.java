package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Draft;
import io.sluice.blob.Sha256;
import io.sluice.export.NotAFileException;
import io.sluice.s3.TooManyPartsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * Reads a file of this machine once: its bytes go into a draft of the store while they are hashed
 * and measured, and the first of them tell its type. Thread-safe; blocks.
 */
final class FileIntake {
  private static final int STEP = 64 << 10;

  /** How often a file is read that is edited meanwhile. */
  private static final int MOST_READS = 3;

  private final BlobStore blobs;
  private final boolean syncEach;
  private final LongFunction<ReadableRoots> bounds;

  /**
   * @param bounds gives those of a batch by its number
   */
  FileIntake(BlobStore blobs, FileSync sync, LongFunction<ReadableRoots> bounds) {
    this.blobs = blobs;
    this.syncEach = sync == FileSync.EACH;
    this.bounds = bounds;
  }

  ItemOutcome<FileContent> read(ItemWork work, Path file) {
    try {
      for (int reads = 0; reads < MOST_READS; reads++) {
        if (!work.wanted().getAsBoolean()) {
          return new ItemOutcome.Abandoned<>();
        }
        var content = readOnce(work, file);
        if (content.isPresent()) {
          return new Passed<>(content.get(), content.get().size());
        }
      }
      return new Failed<>("changed", "it was edited each time it was read");
    } catch (NoSuchFileException e) {
      return new Failed<>("missing", "it is not there");
    } catch (AccessDeniedException e) {
      return new Failed<>("unreadable", "no permission");
    } catch (NotAFileException e) {
      return new Failed<>("not a file", "it is a directory, a pipe or a device");
    } catch (OutsideRootsException e) {
      return new Failed<>("refused", "it lies outside of what may be read");
    } catch (IOException e) {
      return new Failed<>("unreadable", reason(e));
    } catch (TooManyPartsException e) {
      return new Failed<>("too_large", e.getMessage());
    }
  }

  private static String reason(IOException failure) {
    var reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }

  /** Empty if it was changed meanwhile. */
  private Optional<FileContent> readOnce(ItemWork work, Path file) throws IOException {
    var may = bounds.apply(work.batch());
    may.check(file);
    var before = attributes(file);
    boolean whole = false;
    var draft = blobs.draft(work.run());
    try {
      var content = copy(file, draft, before.size(), work.wanted());
      // A directory on its way may have become a link while it was read.
      may.check(file);
      whole = content.size() == before.size() && isSame(before, attributes(file));
      if (whole && syncEach && !blobs.exists(content.key())) {
        draft.sync();
      }
      return whole ? Optional.of(content) : Optional.empty();
    } finally {
      if (!whole) {
        draft.close();
      }
    }
  }

  /** A pipe or a device must not be opened: that may wait for ever. */
  private static BasicFileAttributes attributes(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NotAFileException(file);
    }
    return attributes;
  }

  private static boolean isSame(BasicFileAttributes before, BasicFileAttributes after) {
    return before.size() == after.size()
        && before.lastModifiedTime().equals(after.lastModifiedTime())
        && Objects.equals(before.fileKey(), after.fileKey());
  }

  /**
   * No more of it than is read while it is wanted. Of one that grows, which has to be read again,
   * not to an end that may never come.
   *
   * @param expected how long it is, as far as that is known
   */
  private static FileContent copy(Path file, Draft draft, long expected, BooleanSupplier wanted)
      throws IOException {
    var hash = Sha256.begin();
    // With room for one byte more: what is read in one go shows that it ends there.
    var buffer = ByteBuffer.allocate((int) Math.min(STEP, expected + 1));
    byte[] head = null;
    long size = 0;
    try (var in = FileChannel.open(file)) {
      while (size <= expected && wanted.getAsBoolean() && fill(in, buffer) > 0) {
        buffer.flip();
        head = head == null ? Arrays.copyOf(buffer.array(), buffer.limit()) : head;
        size += buffer.limit();
        hash.update(buffer.array(), 0, buffer.limit());
        draft.write(buffer);
        buffer.clear();
      }
    }
    draft.end();
    return new FileContent(
        draft,
        hash.digest(),
        size,
        FileContent.type(head == null ? new byte[0] : head),
        name(file));
  }

  private static int fill(FileChannel in, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && in.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    return buffer.position();
  }

  /** Names are bytes; those that are no UTF-8 are shown as far as they are. */
  private static String name(Path file) {
    var escaped = file.getFileName().toUri().getRawPath();
    var name = escaped.substring(escaped.lastIndexOf('/', escaped.length() - 2) + 1);
    return Percent.decoded(name);
  }
}
