package io.sluice.page;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.parser.txt.CharsetDetector;

/** Tells charsets by bytes alone. */
final class CharsetGuess {
  private static final int SAMPLE = 8_000;
  private static final int LOOKED_THROUGH = 500_000;
  private static final int CHECKED = 64_000;

  /** Below it, what is usual at the end of the host's name is likelier. */
  private static final int SURE = 25;

  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("ru", "windows-1251"),
          Map.entry("ua", "windows-1251"),
          Map.entry("by", "windows-1251"),
          Map.entry("bg", "windows-1251"),
          Map.entry("jp", "windows-31j"),
          Map.entry("cn", "GB18030"),
          Map.entry("tw", "Big5-HKSCS"),
          Map.entry("hk", "Big5-HKSCS"),
          Map.entry("kr", "x-windows-949"),
          Map.entry("gr", "windows-1253"),
          Map.entry("tr", "windows-1254"),
          Map.entry("il", "windows-1255"),
          Map.entry("pl", "windows-1250"),
          Map.entry("cz", "windows-1250"),
          Map.entry("hu", "windows-1250"));

  private CharsetGuess() {}

  /** UTF-16 without a mark: every other byte of markup is zero. Null where it is none. */
  static Charset wide(byte[] body) {
    int most = Math.min(body.length & ~1, 512);
    int even = 0;
    int odd = 0;
    for (int at = 0; at < most; at += 2) {
      even += body[at] == 0 ? 1 : 0;
      odd += body[at + 1] == 0 ? 1 : 0;
    }
    if (most >= 16 && odd * 5 > most && even * 20 < most) {
      return UTF_16LE;
    }
    return most >= 16 && even * 5 > most && odd * 20 < most ? UTF_16BE : null;
  }

  /**
   * Whether a page is UTF-8, but for a broken sign here and there.
   *
   * @param decoded the bytes as UTF-8
   */
  static boolean isUtf8(String decoded, byte[] body) {
    int broken = 0;
    for (int at = decoded.indexOf('\uFFFD'); at >= 0; at = decoded.indexOf('\uFFFD', at + 1)) {
      broken++;
    }
    if (broken == 0) {
      return true;
    }
    int whole = 0;
    for (int at = 0; at < decoded.length() && whole <= broken * 20L; at++) {
      whole += decoded.charAt(at) > 0x7F ? 1 : 0;
    }
    return whole - broken > broken * 10L && broken < body.length;
  }

  /** Whether what a page declares is possible: wrong ones have signs that it does not know. */
  static boolean mayBe(Charset charset, byte[] body) {
    if (charset.equals(UTF_8)) {
      return false;
    }
    if (charset.newEncoder().maxBytesPerChar() <= 1) {
      return true;
    }
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    var out = CharBuffer.allocate(CHECKED + 16);
    decoder.decode(ByteBuffer.wrap(body, 0, Math.min(body.length, CHECKED)), out, false);
    out.flip();
    long broken = out.chars().filter(c -> c == '\uFFFD').count();
    long foreign = out.chars().filter(c -> c > 0x7F).count();
    return broken * 10 <= foreign;
  }

  static Charset of(byte[] body, URI address) {
    var detector = new CharsetDetector();
    detector.setText(sample(body));
    var found = detector.detect();
    if (found != null && found.getConfidence() >= SURE) {
      var named = CharsetNames.of(found.getName());
      if (named.isPresent() && !named.get().equals(UTF_8)) {
        return named.get();
      }
    }
    var host = Optional.ofNullable(address.getHost()).orElse("");
    var end = host.substring(host.lastIndexOf('.') + 1);
    return Charset.forName(USUAL.getOrDefault(end, "windows-1252"));
  }

  /** What is not ASCII, with the words that it stands in: markup tells nothing. */
  private static byte[] sample(byte[] body) {
    var sample = new byte[SAMPLE];
    int length = 0;
    boolean within = false;
    int last = Integer.MIN_VALUE / 2;
    for (int at = 0; at < Math.min(body.length, LOOKED_THROUGH) && length < SAMPLE; at++) {
      if (body[at] == '<') {
        within = true;
      } else if (body[at] == '>') {
        within = false;
      } else if (!within) {
        last = body[at] < 0 ? at : last;
        if (at - last < 30 || hasForeign(body, at)) {
          sample[length++] = body[at];
        }
      }
    }
    return Arrays.copyOf(sample, length);
  }

  private static boolean hasForeign(byte[] body, int at) {
    for (int next = at; next < Math.min(body.length, at + 20) && body[next] != '<'; next++) {
      if (body[next] < 0) {
        return true;
      }
    }
    return false;
  }
}
