package io.sluice.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to bytes on their way: changed, lost, repeated, and cut anywhere. */
public final class Damage {
  private static final int MOST_BYTES = 128 << 10;
  private static final int MOST_REPEATS = 6000;
  private static final int SHORT = 400;

  private final Random random;

  public Damage(Random random) {
    this.random = random;
  }

  /** Repeated often, or changed here and there, as latin-1. */
  public String done(String text) {
    var damaged = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0 && damaged.length() > 0; i--) {
      int at = random.nextInt(damaged.length());
      int end = Math.min(damaged.length(), at + 1 + random.nextInt(60));
      switch (random.nextInt(5)) {
        case 0 -> damaged.setCharAt(at, (char) random.nextInt(256));
        case 1 -> damaged.delete(at, end);
        case 2 -> damaged.insert(at, "\n".repeat(random.nextInt(3)) + (char) random.nextInt(256));
        case 3 -> damaged.setLength(at);
        default -> repeat(damaged, at, end);
      }
    }
    return damaged.toString();
  }

  private void repeat(StringBuilder text, int at, int end) {
    var part = text.substring(at, end);
    int room = Math.max(0, MOST_BYTES - text.length()) / part.length();
    text.insert(end, part.repeat(Math.min(room, random.nextInt(MOST_REPEATS))));
  }

  /** In one piece, in some, or each byte by itself. */
  public List<String> cut(String text) {
    int most =
        switch (random.nextInt(4)) {
          case 0 -> Integer.MAX_VALUE;
          case 1 -> text.length() < SHORT ? 1 : 100;
          case 2 -> 1 + random.nextInt(40) * (1 + text.length() / 2000);
          default -> 1 + random.nextInt(Math.max(1, text.length()));
        };
    var pieces = new ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int length = most == 1 || most > text.length() ? most : 1 + random.nextInt(most);
      int to = (int) Math.min(text.length(), (long) from + length);
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
