package io.sluice.sheet;

import java.text.Normalizer;

/**
 * Labels of domains in ASCII (RFC 3492), for signs that Java's own writes as others: since 2010
 * {@code ß} and the final sigma are letters of their own in domains, and browsers follow that.
 */
final class Punycode {
  private static final int BASE = 36;
  private static final int LOWEST = 1;
  private static final int HIGHEST = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_SIGN = 128;

  private Punycode() {}

  /** Whether Java would take it for another domain. */
  static boolean isApart(String label) {
    return label.indexOf('\u00df') >= 0 || label.indexOf('\u03c2') >= 0;
  }

  /**
   * @param label in lower case
   */
  static String label(String label) {
    var signs = Normalizer.normalize(label, Normalizer.Form.NFC).codePoints().toArray();
    var out = new StringBuilder();
    for (int sign : signs) {
      if (sign < FIRST_SIGN) {
        out.append((char) sign);
      } else if (!Character.isLetterOrDigit(sign) && Character.getType(sign) > 8) {
        throw new IllegalArgumentException("A sign that no domain has");
      }
    }
    int plain = out.length();
    if (plain > 0) {
      out.append('-');
    }
    encode(signs, plain, out);
    return "xn--" + out;
  }

  private static void encode(int[] signs, int plain, StringBuilder out) {
    int next = FIRST_SIGN;
    int delta = 0;
    int bias = FIRST_BIAS;
    for (int done = plain; done < signs.length; ) {
      int lowest = Integer.MAX_VALUE;
      for (int sign : signs) {
        lowest = sign >= next && sign < lowest ? sign : lowest;
      }
      delta += (lowest - next) * (done + 1);
      next = lowest;
      for (int sign : signs) {
        delta += sign < next ? 1 : 0;
        if (sign == next) {
          number(delta, bias, out);
          bias = bias(delta, done + 1, done == plain);
          delta = 0;
          done++;
        }
      }
      delta++;
      next++;
    }
  }

  private static void number(int delta, int bias, StringBuilder out) {
    int rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = Math.max(LOWEST, Math.min(HIGHEST, k - bias));
      if (rest < threshold) {
        out.append(digit(rest));
        return;
      }
      out.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int bias(int delta, int count, boolean isFirst) {
    int rest = isFirst ? delta / DAMP : delta / 2;
    rest += rest / count;
    int k = 0;
    while (rest > (BASE - LOWEST) * HIGHEST / 2) {
      rest /= BASE - LOWEST;
      k += BASE;
    }
    return k + (BASE - LOWEST + 1) * rest / (rest + SKEW);
  }
}
