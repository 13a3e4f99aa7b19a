package io.sluice.sheet;

import java.io.IOException;
import java.io.Reader;

/**
 * Signs of a text that can be taken back: what was read last is kept, with the number of its line,
 * so that a parser that has run into nonsense begins again behind it.
 */
final class WindowReader extends Reader {
  /** What is kept at least of what was read. */
  static final int KEPT = 1 << 18;

  private final Reader in;
  private final char[] window = new char[4 * KEPT];

  /** The next to hand out, and behind the last one that is there. */
  private int at;

  private int end;

  /** In which line the first sign of the window stands. */
  private long firstLine = 1;

  /** A line whose place is known, so that it is not looked for again and again. */
  private long knownLine;

  private int knownAt;

  private boolean afterReturn;

  /** Whether a line begins there. */
  private boolean atLineStart = true;

  WindowReader(Reader in) {
    this.in = in;
  }

  @Override
  public int read(char[] into, int offset, int length) throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(window, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (window.length - end < KEPT) {
      drop(end - KEPT);
    }
    int count = in.read(window, end, window.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  private void drop(int count) {
    for (int i = 0; i < count; i++) {
      pass(window[i]);
    }
    System.arraycopy(window, count, window, 0, end - count);
    end -= count;
    at -= count;
    knownAt -= count;
  }

  /** Keeps what is known of the place behind a sign. */
  private void pass(char sign) {
    if (sign == '\n' && afterReturn) {
      afterReturn = false;
      return;
    }
    afterReturn = sign == '\r';
    atLineStart = afterReturn || sign == '\n';
    firstLine += atLineStart ? 1 : 0;
  }

  /** A line that is still there, without its end; null if it is not, or is longer than this. */
  String line(long number) throws IOException {
    int begin = find(number);
    if (begin > window.length - 2 * KEPT) {
      drop(begin);
      begin = 0;
    }
    for (int i = begin; begin >= 0 && i < begin + KEPT; i++) {
      if (i == end && !fillBehind()) {
        return new String(window, begin, end - begin);
      }
      if (window[i] == '\n' || window[i] == '\r') {
        return new String(window, begin, i - begin);
      }
    }
    return null;
  }

  private boolean fillBehind() throws IOException {
    int count = in.read(window, end, window.length - end);
    end += Math.max(0, count);
    return count > 0;
  }

  /** Where a line begins in the window; -1 if nowhere. */
  private int find(long number) {
    boolean isKnown = knownAt > 0 && knownLine <= number;
    long line = isKnown ? knownLine : firstLine;
    boolean begins = isKnown || atLineStart;
    boolean isReturn = !isKnown && afterReturn;
    int from = isKnown ? knownAt : 0;
    if (line == number && begins) {
      return isReturn && end > 0 && window[0] == '\n' ? 1 : from;
    }
    for (int i = from; i < end; i++) {
      boolean second = window[i] == '\n' && isReturn;
      isReturn = window[i] == '\r';
      if (!second && (isReturn || window[i] == '\n') && ++line == number) {
        return isReturn && i + 1 < end && window[i + 1] == '\n' ? i + 2 : i + 1;
      }
    }
    return -1;
  }

  /**
   * Goes to the first line from one on that is still there, or that comes.
   *
   * @return its number
   */
  long goTo(long number) throws IOException {
    long line = Math.max(number, atLineStart ? firstLine : firstLine + 1);
    for (int begin = find(line); ; begin = find(line)) {
      if (begin >= 0 && begin < end) {
        at = begin;
        knownLine = line;
        knownAt = begin;
        return line;
      }
      drop(Math.max(0, end - 1));
      at = end;
      if (!fill()) {
        at = end;
        return line;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
