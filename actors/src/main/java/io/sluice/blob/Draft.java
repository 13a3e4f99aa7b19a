package io.sluice.blob;

import java.nio.ByteBuffer;

/**
 * A blob that is being written and has no key yet: memory, or a file that nobody looks at. Where it
 * is closed without a key it is gone. It fails with a {@link StorageException}; for one thread at a
 * time.
 */
public interface Draft extends AutoCloseable {

  /** Adds all that the buffer holds. */
  void write(ByteBuffer bytes);

  /** Nothing more will be added: what only writing needs may go. */
  default void end() {}

  /** What was written until now. */
  byte[] read();

  /** Has what was written on its way to the disk, also what is only in memory until now. */
  void flush();

  /** Makes what was written outlive a power cut. */
  void sync();

  @Override
  void close();
}
