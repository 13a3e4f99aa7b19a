package io.sluice.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A draft in a file of its own, which goes when it is closed unless it has a key by then. */
final class FileDraft implements Draft {
  private static final Logger LOG = LoggerFactory.getLogger(FileDraft.class);

  private final Path path;
  private final FileChannel channel;
  private final BiFunction<String, IOException, StorageException> failed;
  private final Consumer<Draft> closed;
  private boolean kept;

  /**
   * @param failed makes of what went wrong, in words, and its cause what the store throws
   * @param closed is told that it is being closed
   */
  FileDraft(
      Path path,
      FileChannel channel,
      BiFunction<String, IOException, StorageException> failed,
      Consumer<Draft> closed) {
    this.path = path;
    this.channel = channel;
    this.failed = failed;
    this.closed = closed;
  }

  Path path() {
    return path;
  }

  /** It has a key, and its file the name that goes with it. */
  void keep() {
    kept = true;
  }

  @Override
  public void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed.apply("cannot write " + path, e);
    }
  }

  @Override
  public byte[] read() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw failed.apply("cannot read " + path, e);
    }
  }

  @Override
  public void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failed.apply("cannot write " + path, e);
    }
  }

  @Override
  public void close() {
    closed.accept(this);
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("{} was not closed", path, e);
    }
    if (!kept) {
      discard();
    }
  }

  /** One that cannot be removed now is swept away by the next run. */
  private void discard() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} stays until the next run", path, e);
    }
  }
}
