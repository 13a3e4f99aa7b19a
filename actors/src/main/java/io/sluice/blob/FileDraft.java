package io.sluice.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A draft of a directory: in memory while it is small and there is room for it, so that what is
 * thrown away was never written; then a file.
 */
final class FileDraft implements Draft {
  private static final Logger LOG = LoggerFactory.getLogger(FileDraft.class);
  private static final int MOST_HELD = 64 << 10;

  private final Path file;
  private final Opener opener;
  private final DraftMemory memory;
  private final BiFunction<String, IOException, StorageException> failed;
  private final Consumer<Draft> closed;

  /** What was written, while it is no file. */
  private byte[] held = new byte[0];

  /** Null while it is no file. */
  private FileChannel channel;

  private boolean kept;
  private boolean synced;

  /** Makes the file of a draft. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path file) throws IOException;
  }

  /**
   * @param file where it is when it is a file
   * @param failed makes of what went wrong, in words, and its cause what the store throws
   * @param closed is told that it is being closed
   */
  FileDraft(
      Path file,
      Opener opener,
      DraftMemory memory,
      BiFunction<String, IOException, StorageException> failed,
      Consumer<Draft> closed) {
    this.file = file;
    this.opener = opener;
    this.memory = memory;
    this.failed = failed;
    this.closed = closed;
  }

  Path path() {
    return file;
  }

  /** It has a key now, and stays when it is closed. */
  void markKept() {
    kept = true;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (channel == null && hold(bytes)) {
      return;
    }
    flush();
    append(bytes);
  }

  private boolean hold(ByteBuffer bytes) {
    int more = bytes.remaining();
    if (held.length + more > MOST_HELD || !memory.take(more)) {
      return false;
    }
    int before = held.length;
    held = Arrays.copyOf(held, before + more);
    bytes.get(held, before, more);
    return true;
  }

  @Override
  public void flush() {
    if (channel != null) {
      return;
    }
    try {
      channel = opener.open(file);
    } catch (IOException e) {
      throw failed.apply("cannot write " + file, e);
    }
    append(ByteBuffer.wrap(held));
    release();
  }

  private void append(ByteBuffer bytes) {
    synced = false;
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed.apply("cannot write " + file, e);
    }
  }

  private void release() {
    memory.giveBack(held.length);
    held = new byte[0];
  }

  @Override
  public byte[] read() {
    if (channel == null) {
      return held.clone();
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw failed.apply("cannot read " + file, e);
    }
  }

  @Override
  public void sync() {
    flush();
    if (synced) {
      return;
    }
    try {
      channel.force(false);
      synced = true;
    } catch (IOException e) {
      throw failed.apply("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    closed.accept(this);
    release();
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("{} was not closed", file, e);
    }
    if (!kept) {
      discard();
    }
  }

  /** One that cannot be removed now is swept away by the next run. */
  private void discard() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} stays until the next run", file, e);
    }
  }
}
