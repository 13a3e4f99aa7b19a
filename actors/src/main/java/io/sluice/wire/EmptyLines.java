package io.sluice.wire;

/** Finds the empty lines with which heads of messages end, as Pekko's parser takes them. */
final class EmptyLines {
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private EmptyLines() {}

  /** The byte behind so many of them, or behind the last byte if there are not as many. */
  static int after(int count, byte[] bytes, int from) {
    int end = from;
    for (int i = 0; i < count; i++) {
      // The end of one line may be the beginning of the next.
      end = afterNext(bytes, i == 0 ? from : end - 1);
      if (end < 0) {
        return bytes.length;
      }
    }
    return end;
  }

  static boolean isIn(byte[] bytes) {
    return afterNext(bytes, 0) >= 0;
  }

  /**
   * -1 if there is none. Looks at every second byte, since none of the two or three of an empty
   * line can hide between those.
   */
  private static int afterNext(byte[] bytes, int from) {
    for (int i = from + 1; i < bytes.length; i += 2) {
      if (bytes[i] == LF || bytes[i] == CR) {
        int end = around(bytes, from, i);
        if (end >= 0) {
          return end;
        }
      }
    }
    return -1;
  }

  private static int around(byte[] bytes, int from, int at) {
    for (int feed = Math.max(from, at - 2); feed <= at; feed++) {
      if (bytes[feed] == LF) {
        int next = feed + 1;
        if (next < bytes.length && bytes[next] == CR) {
          next++;
        }
        if (next < bytes.length && bytes[next] == LF) {
          return next + 1;
        }
      }
    }
    return -1;
  }
}
