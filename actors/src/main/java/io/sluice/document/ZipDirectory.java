package io.sluice.document;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Counts the files that an archive says it has, whatever can be read of them. */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;

  /** What stands before the end of one with more than 65,535 files. */
  private static final int LARGE = 0x07064b50;

  private static final int LARGE_LENGTH = 76;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;

  private ZipDirectory() {}

  /** Files that are named at the end of a zip; 0 in what is none, or is cut off. */
  static int files(ByteBuffer bytes) {
    var zip = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int last = zip.limit() - END_LENGTH;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (zip.getInt(at) == END) {
        return files(zip, at);
      }
    }
    return 0;
  }

  private static int files(ByteBuffer zip, int end) {
    long at = Integer.toUnsignedLong(zip.getInt(end + 16));
    if (at + ENTRY_LENGTH > end || zip.getInt((int) at) != ENTRY) {
      // Something stands before the archive, and has moved it.
      int behind = end >= LARGE_LENGTH && zip.getInt(end - 20) == LARGE ? LARGE_LENGTH : 0;
      at = end - behind - Integer.toUnsignedLong(zip.getInt(end + 12));
    }
    int files = 0;
    while (at >= 0 && at + ENTRY_LENGTH <= end && zip.getInt((int) at) == ENTRY) {
      int name = Short.toUnsignedInt(zip.getShort((int) at + 28));
      long next =
          at
              + ENTRY_LENGTH
              + name
              + Short.toUnsignedInt(zip.getShort((int) at + 30))
              + Short.toUnsignedInt(zip.getShort((int) at + 32));
      if (next > end) {
        break;
      }
      boolean directory = name > 0 && zip.get((int) at + ENTRY_LENGTH + name - 1) == '/';
      files += directory ? 0 : 1;
      at = next;
    }
    return files;
  }
}
