package io.sluice.sheet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * In which charset a text is written: all of its bytes go in, since the first that tells may stand
 * in its last line.
 *
 * @param mark bytes of the byte order mark that it begins with
 * @param damaged bytes that are none of this charset
 */
record TextCoding(Charset charset, int mark, long damaged) {
  static final Charset CP1252 = Charset.forName("windows-1252");

  private static final int BUFFER = 1 << 16;

  /** So many whole signs for each byte that is wrong, and it is UTF-8 that was damaged. */
  private static final int WHOLE_PER_WRONG = 2;

  /**
   * @throws NotASheetException if there are more bytes than there may be
   */
  static TextCoding of(SheetSource source, SheetLimits limits) throws IOException {
    var tally = new Utf8Tally();
    TextCoding marked = null;
    try (var in = source.open()) {
      var bytes = new byte[BUFFER];
      long all = 0;
      for (int n = in.readNBytes(bytes, 0, BUFFER); n > 0; n = in.readNBytes(bytes, 0, BUFFER)) {
        marked = all == 0 ? byBeginning(bytes, n) : marked;
        all += n;
        if (all > limits.mostBytes()) {
          throw tooLarge(source, limits);
        }
        tally.count(bytes, n);
      }
    }
    if (marked != null) {
      return marked.charset() == StandardCharsets.UTF_8
          ? new TextCoding(marked.charset(), marked.mark(), tally.wrong())
          : marked;
    }
    boolean isUtf8 = tally.wrong() == 0 || tally.whole() > WHOLE_PER_WRONG * tally.wrong();
    return isUtf8
        ? new TextCoding(StandardCharsets.UTF_8, 0, tally.wrong())
        : new TextCoding(CP1252, 0, 0);
  }

  static NotASheetException tooLarge(SheetSource source, SheetLimits limits) {
    return new NotASheetException(
        source.name() + " has more than " + limits.mostBytes() + " bytes: cut the list into two");
  }

  private static TextCoding byBeginning(byte[] head, int length) {
    if (length >= 3 && at(head, 0) == 0xef && at(head, 1) == 0xbb && at(head, 2) == 0xbf) {
      return new TextCoding(StandardCharsets.UTF_8, 3, 0);
    }
    if (length >= 2 && at(head, 0) == 0xff && at(head, 1) == 0xfe) {
      return new TextCoding(StandardCharsets.UTF_16LE, 2, 0);
    }
    if (length >= 2 && at(head, 0) == 0xfe && at(head, 1) == 0xff) {
      return new TextCoding(StandardCharsets.UTF_16BE, 2, 0);
    }
    int even = zeros(head, length, 0);
    int odd = zeros(head, length, 1);
    if (isMost(odd, even, length)) {
      return new TextCoding(StandardCharsets.UTF_16LE, 0, 0);
    }
    return isMost(even, odd, length) ? new TextCoding(StandardCharsets.UTF_16BE, 0, 0) : null;
  }

  /** Whether some bytes are text of two bytes a sign, with or without a mark. */
  static boolean isUtf16(byte[] head) {
    var coding = byBeginning(head, head.length);
    return coding != null && coding.charset() != StandardCharsets.UTF_8;
  }

  private static int at(byte[] head, int place) {
    return head[place] & 0xff;
  }

  /** Of these places those that are zero beside a sign of ASCII; none if one is beside no sign. */
  private static int zeros(byte[] head, int length, int first) {
    int zeros = 0;
    for (int i = first; i < (length & ~1); i += 2) {
      byte beside = head[i ^ 1];
      if (head[i] == 0 && beside < ' ' && "\t\n\r".indexOf(beside) < 0) {
        return beside >= 0 ? 0 : zeros;
      }
      zeros += head[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** Of Latin text nearly every second byte is zero, of other text that of spaces and commas. */
  private static boolean isMost(int here, int there, int length) {
    return here >= 2 && here * 10 > length && there * 20 < here;
  }

  /** Its signs, without the mark. */
  Reader reader(SheetSource source) throws IOException {
    var in = source.open();
    in.skipNBytes(mark);
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    return new BufferedReader(new InputStreamReader(in, decoder), BUFFER);
  }

  String shown() {
    return charset.name() + (mark > 0 ? " with a byte order mark" : "");
  }
}
