package io.sluice.sheet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files within a workbook, each of which is counted while it is unpacked: how large they say
 * they are is refused before anything is read, and how large they are while they are. The archive
 * lies in a temporary file that has no name any more.
 */
final class Parts implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;

  /** Where the length of the comment stands in it. */
  private static final int COMMENT = 20;

  private static final int LARGE_END = 0x06064b50;
  private static final int LARGE_END_LENGTH = 56;
  private static final int LARGE_LOCATOR = 0x07064b50;
  private static final int LARGE_LOCATOR_LENGTH = 20;
  private static final int LONGEST_COMMENT = 0xffff;

  /** Of the list of all parts, which is held in memory. */
  private static final int MOST_DIRECTORY = 1 << 22;

  /** What is smaller is no bomb, however well it is packed. */
  private static final int HARMLESS = 1 << 24;

  private final String name;
  private final SheetLimits limits;
  private final ZipFile zip;

  private Parts(String name, SheetLimits limits, ZipFile zip) {
    this.name = name;
    this.limits = limits;
    this.zip = zip;
  }

  static Parts of(SheetSource source, SheetLimits limits) throws IOException {
    var file = Files.createTempFile("sluice-sheet-", ".xlsx");
    try {
      copy(source, limits, file);
      checkDirectory(source.name(), limits, file);
      var parts = new Parts(source.name(), limits, opened(source, file));
      try {
        parts.check();
        return parts;
      } catch (IllegalArgumentException e) {
        // Names and comments are decoded as they are looked at.
        parts.close();
        throw damaged(source.name(), e);
      } catch (IOException | RuntimeException e) {
        parts.close();
        throw e;
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static ZipFile opened(SheetSource source, Path file) throws IOException {
    try {
      return new ZipFile(file.toFile(), ZipFile.OPEN_READ);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw damaged(source.name(), e);
    }
  }

  private static void copy(SheetSource source, SheetLimits limits, Path file) throws IOException {
    try (var in = source.open();
        var out = Files.newOutputStream(file)) {
      var bytes = new byte[BUFFER];
      long all = 0;
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        all += n;
        if (all > limits.mostBytes()) {
          throw TextCoding.tooLarge(source, limits);
        }
        out.write(bytes, 0, n);
      }
    }
  }

  /** Looks at the end of the archive, before its whole directory is read into memory. */
  private static void checkDirectory(String name, SheetLimits limits, Path file)
      throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int length =
          (int) Math.min(channel.size(), END_LENGTH + LONGEST_COMMENT + LARGE_LOCATOR_LENGTH);
      var end = read(channel, channel.size() - length, length);
      for (int at = length - END_LENGTH; at >= 0; at--) {
        // What is written behind it ends the file.
        if (end.getInt(at) == END
            && at + END_LENGTH + Short.toUnsignedInt(end.getShort(at + COMMENT)) == length) {
          checkDirectory(name, limits, channel, end, at);
          return;
        }
      }
    }
    throw damaged(name, null);
  }

  private static void checkDirectory(
      String name, SheetLimits limits, FileChannel channel, ByteBuffer end, int at)
      throws IOException {
    long parts = Short.toUnsignedInt(end.getShort(at + 10));
    long size = Integer.toUnsignedLong(end.getInt(at + 12));
    int locator = at - LARGE_LOCATOR_LENGTH;
    if (locator >= 0 && end.getInt(locator) == LARGE_LOCATOR) {
      long place = end.getLong(locator + 8);
      if (place < 0 || place > channel.size() - LARGE_END_LENGTH) {
        throw damaged(name, null);
      }
      var large = read(channel, place, LARGE_END_LENGTH);
      if (large.getInt(0) == LARGE_END) {
        parts = Math.max(parts == 0xffff ? 0 : parts, large.getLong(32));
        size = Math.max(size == 0xffffffffL ? 0 : size, large.getLong(40));
      }
    }
    if (parts < 0 || parts > limits.mostParts() || size < 0 || size > MOST_DIRECTORY) {
      throw new NotASheetException(
          name + " is no workbook: it holds more than " + limits.mostParts() + " files");
    }
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
      // What is missing stays zero.
    }
    return bytes;
  }

  private void check() throws IOException {
    if (zip.size() > limits.mostParts()) {
      throw new NotASheetException(
          name + " is no workbook: it holds more than " + limits.mostParts() + " files");
    }
    long all = 0;
    for (var parts = zip.entries(); parts.hasMoreElements(); ) {
      var part = parts.nextElement();
      all += Math.max(0, part.getSize());
      if (all < 0 || all > limits.mostUnzipped()) {
        throw tooMuch();
      }
      checkRatio(part, part.getSize());
    }
  }

  private void checkRatio(ZipEntry part, long unzipped) throws NotASheetException {
    long packed = Math.max(1, part.getCompressedSize());
    if (unzipped > HARMLESS && unzipped / packed > limits.mostRatio()) {
      throw new NotASheetException(
          name
              + " is refused: a file in it is packed more than "
              + limits.mostRatio()
              + " times, as no workbook is. Save it anew, or as .csv");
    }
  }

  NotASheetException tooMuch() {
    return new NotASheetException(
        name
            + " is refused: unpacked it has more than "
            + limits.mostUnzipped()
            + " bytes. Save it as .csv, or cut it into two");
  }

  NotASheetException damaged(Throwable cause) {
    return damaged(name, cause);
  }

  static NotASheetException damaged(String name, Throwable cause) {
    return new NotASheetException(
        name + " is damaged or cut off, and cannot be read to its end: save it anew, or as .csv",
        cause);
  }

  String name() {
    return name;
  }

  boolean has(String part) {
    return zip.getEntry(part) != null;
  }

  /** Empty if it is not there. What is wrong with it is told when it is read. */
  Optional<InputStream> open(String part) throws IOException {
    var entry = zip.getEntry(part);
    if (entry == null || entry.isDirectory()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Counted(zip.getInputStream(entry), entry));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /** Reads a part to its end, so that it is known to be whole. */
  void checkWhole(String part) throws IOException {
    var in = open(part);
    if (in.isPresent()) {
      try (var bytes = in.get()) {
        bytes.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Bytes that are counted, and compared with the sum that the archive has of them. */
  private final class Counted extends FilterInputStream {
    private final ZipEntry part;
    private final CRC32 sum = new CRC32();
    private long count;
    private boolean ended;

    Counted(InputStream in, ZipEntry part) {
      super(in);
      this.part = part;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = unpacked(into, offset, length);
      if (n > 0) {
        sum.update(into, offset, n);
        count += n;
        if (count > limits.mostUnzipped()) {
          throw tooMuch();
        }
        checkRatio(part, count);
      } else if (n < 0 && !ended) {
        ended = true;
        if (part.getCrc() >= 0 && part.getCrc() != sum.getValue()
            || part.getSize() >= 0 && part.getSize() != count) {
          throw damaged(null);
        }
      }
      return n;
    }

    private int unpacked(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        throw damaged(e);
      }
    }

    @Override
    public long skip(long count) throws IOException {
      return read(new byte[(int) Math.min(count, BUFFER)]);
    }
  }
}
