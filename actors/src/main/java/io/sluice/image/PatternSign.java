package io.sluice.image;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A sign that a regular expression tells. */
final class PatternSign implements Sign {
  /** To how many bytes Tika looks, zeros behind the end included. */
  private static final int SEEN = 8 << 10;

  private final int first;
  private final int last;
  private final Pattern pattern;
  private final int weight;

  /** Whether it may begin with a byte. */
  private final boolean[] beginnings = new boolean[256];

  PatternSign(int first, int last, byte[] expression) {
    this.first = first;
    this.last = last;
    pattern = Pattern.compile(new String(expression, StandardCharsets.UTF_8));
    weight = expression.length;
    for (int start = 0; start < beginnings.length; start++) {
      beginnings[start] = mayGoOn((byte) start);
    }
  }

  /** It is there, or was still looking when there was no more. */
  private boolean mayGoOn(byte... bytes) {
    var matcher = pattern.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return matcher.lookingAt() || matcher.hitEnd();
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public int last() {
    return last;
  }

  @Override
  public int fewest() {
    return first;
  }

  @Override
  public boolean isAt(Head head, int place) {
    return beginnings[head.at(place) & 0xff]
        && pattern.matcher(head).region(place, place + SEEN).lookingAt();
  }

  @Override
  public boolean mayBegin(byte... bytes) {
    return beginnings[bytes[0] & 0xff] && mayGoOn(bytes);
  }

  @Override
  public int weight() {
    return weight;
  }
}
