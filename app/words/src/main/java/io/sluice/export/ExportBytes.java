package io.sluice.export;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file from any byte on, with a few others put before them. It counts what it gives
 * and notes whether more was asked for than there is.
 */
public final class ExportBytes extends FilterInputStream {
  private static final int BUFFER = 256 * 1024;

  private final long shift;
  private long given;
  private boolean ended;

  private ExportBytes(InputStream in, long shift) {
    super(in);
    this.shift = shift;
  }

  /** A file's bytes; a byte order mark at its beginning is left out. */
  static ExportBytes whole(ExportFile file) throws IOException {
    try (var in = Channels.newInputStream(file.open())) {
      var first = in.readNBytes(3);
      var mark = new String(first, StandardCharsets.UTF_8).equals("\uFEFF");
      return behind("", file, mark ? first.length : 0);
    }
  }

  /** First {@code before}, which is ASCII, then the file's bytes from {@code offset} on. */
  public static ExportBytes behind(String before, ExportFile file, long offset) throws IOException {
    var channel = file.open();
    try {
      channel.position(offset);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    var first = new ByteArrayInputStream(before.getBytes(StandardCharsets.US_ASCII));
    return new ExportBytes(
        new SequenceInputStream(
            first, new BufferedInputStream(Channels.newInputStream(channel), BUFFER)),
        offset - before.length());
  }

  /** The byte of the file that is the n-th one given. */
  long inFile(long n) {
    return shift + n;
  }

  /** The byte of the file behind all that were given. */
  long position() {
    return inFile(given);
  }

  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    return noted(in.read(), 1);
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int count = in.read(into, at, length);
    return noted(count, count);
  }

  private int noted(int result, int count) {
    if (result < 0) {
      ended = true;
    } else {
      given += count;
    }
    return result;
  }
}
