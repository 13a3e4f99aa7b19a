package io.sluice.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of a workbook by their number: the first of them are in memory, all others in a
 * temporary file without a name, of which some blocks are kept.
 */
final class SharedStrings implements Closeable {
  private static final int BLOCK = 1 << 18;
  private static final int MOST_IN_MEMORY = 64;
  private static final int MOST_KEPT = 16;
  private static final int PLACES = 1 << 14;
  private static final int LENGTH = Integer.BYTES;

  /** Stands for a text that is longer than a cell may be. */
  private static final int TOO_LONG = -1;

  /** Where each begins, counted over all blocks. */
  private final List<long[]> places = new ArrayList<>();

  private final List<byte[]> blocks = new ArrayList<>();
  private byte[] writing = new byte[BLOCK];
  private int written;
  private long complete;
  private int count;
  private FileChannel rest;

  private final Map<Long, byte[]> kept =
      new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * @param text null if it is longer than a cell may be
   */
  void add(String text) throws IOException {
    var bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (BLOCK - written < LENGTH + bytes.length) {
      finishBlock();
    }
    if (count % PLACES == 0) {
      places.add(new long[PLACES]);
    }
    places.get(count / PLACES)[count % PLACES] = complete * BLOCK + written;
    count++;
    ByteBuffer.wrap(writing)
        .position(written)
        .putInt(text == null ? TOO_LONG : bytes.length)
        .put(bytes);
    written += LENGTH + bytes.length;
  }

  private void finishBlock() throws IOException {
    if (complete < MOST_IN_MEMORY) {
      blocks.add(writing);
      writing = new byte[BLOCK];
    } else {
      write(ByteBuffer.wrap(writing), (complete - MOST_IN_MEMORY) * BLOCK);
    }
    complete++;
    written = 0;
  }

  private void write(ByteBuffer block, long at) throws IOException {
    if (rest == null) {
      rest =
          FileChannel.open(
              Files.createTempFile("sluice-sheet-", ".texts"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    while (block.hasRemaining()) {
      rest.write(block, at + block.position());
    }
  }

  int count() {
    return count;
  }

  /** Null if it is longer than a cell may be. */
  String get(int number) throws IOException {
    long place = places.get(number / PLACES)[number % PLACES];
    var block = ByteBuffer.wrap(block(place / BLOCK)).position((int) (place % BLOCK));
    int length = block.getInt();
    return length == TOO_LONG
        ? null
        : new String(block.array(), block.position(), length, StandardCharsets.UTF_8);
  }

  private byte[] block(long number) throws IOException {
    if (number == complete) {
      return writing;
    }
    if (number < blocks.size()) {
      return blocks.get((int) number);
    }
    var block = kept.get(number);
    if (block == null) {
      block = new byte[BLOCK];
      var into = ByteBuffer.wrap(block);
      long at = (number - MOST_IN_MEMORY) * BLOCK;
      while (into.hasRemaining() && rest.read(into, at + into.position()) >= 0) {
        // A block is written as a whole.
      }
      kept.put(number, block);
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    if (rest != null) {
      rest.close();
    }
  }
}
