package io.sluice.sheet;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the elements of a part of a workbook in memory that stays the same, whatever is in it:
 * names and attributes are those of the element at hand, text is kept only where it is asked for,
 * and there are no entities but the five that XML has.
 */
final class XmlScanner implements Closeable {
  /** What {@link #next} met. */
  enum Met {
    BEGIN,
    END,
    NOTHING
  }

  private static final int BUFFER = 1 << 15;
  private static final int MOST_TAG = 1 << 16;
  private static final int MOST_DEPTH = 256;
  private static final int LONGEST_ENTITY = 12;

  private final Reader in;
  private final int mostText;
  private final char[] buffer = new char[BUFFER];
  private int at;
  private int end;
  private final XmlTag tag = new XmlTag(MOST_TAG);
  private final StringBuilder text = new StringBuilder();
  private boolean keeping;
  private boolean overflown;
  private boolean emptyElement;
  private int depth;

  /** What is no XML of a workbook. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /**
   * @param mostText signs of a text; of what is longer the first are kept
   */
  XmlScanner(InputStream in, int mostText) throws IOException {
    var head = in.readNBytes(2);
    var charset = charset(head);
    this.in =
        new InputStreamReader(new SequenceInputStream(new ByteArrayInputStream(head), in), charset);
    this.mostText = mostText;
  }

  private static Charset charset(byte[] head) {
    boolean isUtf16 =
        head.length == 2
            && (head[0] == 0 || head[1] == 0 || (head[0] & 0xfe) == 0xfe && head[0] != head[1]);
    boolean isLittle = isUtf16 && (head[1] == 0 || (head[0] & 0xff) == 0xff);
    return !isUtf16
        ? StandardCharsets.UTF_8
        : isLittle ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  /** The next element that begins or ends. */
  Met next() throws IOException {
    if (emptyElement) {
      emptyElement = false;
      depth--;
      return Met.END;
    }
    while (passText()) {
      int sign = read();
      if (sign == '?') {
        passUntil("?>");
      } else if (sign == '!') {
        declaration();
      } else if (sign == '/') {
        readTag(read());
        depth--;
        return Met.END;
      } else {
        emptyElement = readTag(sign);
        if (++depth > MOST_DEPTH) {
          throw new MalformedException("elements lie too deep in one another");
        }
        return Met.BEGIN;
      }
    }
    if (depth != 0) {
      throw new MalformedException("it ends before its elements do");
    }
    return Met.NOTHING;
  }

  /** Goes on to what follows an element's beginning and all that is in it. */
  void passElement() throws IOException {
    int outside = depth - 1;
    while (depth > outside) {
      if (next() == Met.NOTHING) {
        return;
      }
    }
  }

  int depth() {
    return depth;
  }

  /** Whether the element at hand is called so, whatever its prefix. */
  boolean is(String name) {
    return tag.is(name);
  }

  /** Of the element that has begun; null if it has none of this name. */
  String attribute(String name) {
    return tag.attribute(name);
  }

  /** From here on text is kept, and what was is gone. */
  void keepText() {
    text.setLength(0);
    keeping = true;
    overflown = false;
  }

  void dropText() {
    keeping = false;
  }

  CharSequence text() {
    return text;
  }

  /** Whether there was more text than is kept. */
  boolean isCut() {
    return overflown;
  }

  /** To behind the next sign that begins a tag. */
  private boolean passText() throws IOException {
    while (at < end || fill()) {
      int from = at;
      char first = buffer[at++];
      if (first == '<') {
        return true;
      }
      if (first == '&' && keeping) {
        keepEntity();
        continue;
      }
      while (at < end && buffer[at] != '<' && (buffer[at] != '&' || !keeping)) {
        at++;
      }
      if (keeping) {
        keep(buffer, from, at);
      }
    }
    return false;
  }

  private void keepEntity() throws IOException {
    var name = new StringBuilder();
    for (int sign = read(); sign != ';'; sign = read()) {
      name.append((char) sign);
      if (name.length() > LONGEST_ENTITY) {
        throw new MalformedException("an entity has no end");
      }
    }
    var signs = Character.toChars(XmlTag.entity(name));
    keep(signs, 0, signs.length);
  }

  private void keep(char[] signs, int from, int to) {
    int room = mostText - text.length();
    overflown |= to - from > room;
    text.append(signs, from, Math.min(to - from, room));
  }

  private boolean readTag(int first) throws IOException {
    tag.begin();
    int quote = 0;
    for (int sign = first; quote != 0 || sign != '>'; sign = read()) {
      tag.add((char) sign);
      quote = quote != 0 ? (sign == quote ? 0 : quote) : sign == '"' || sign == '\'' ? sign : 0;
    }
    return tag.complete();
  }

  private void declaration() throws IOException {
    int sign = read();
    if (sign == '-') {
      passUntil("-->");
    } else if (sign == '[') {
      for (var expected : "CDATA[".toCharArray()) {
        if (read() != expected) {
          throw new MalformedException("a section is none of text");
        }
      }
      passUntil("]]>");
    } else {
      throw new MalformedException("it declares a type, which no workbook does");
    }
  }

  /** What is passed over is kept where text is, if it is a section of it. */
  private void passUntil(String ending) throws IOException {
    boolean isText = keeping && ending.startsWith("]");
    var last = ending.toCharArray();
    var one = new char[1];
    int met = 0;
    while (met < last.length) {
      one[0] = (char) read();
      if (one[0] == last[met]) {
        met++;
        continue;
      }
      // Of a run of brackets or dashes the last ones count.
      boolean isRun = met == last.length - 1 && one[0] == last[0];
      if (isText) {
        keep(last, 0, isRun ? 1 : met);
        keep(one, 0, isRun || one[0] == last[0] ? 0 : 1);
      }
      met = isRun ? met : one[0] == last[0] ? 1 : 0;
    }
  }

  private int read() throws IOException {
    if (at == end && !fill()) {
      throw new MalformedException("it is cut off");
    }
    return buffer[at++];
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
