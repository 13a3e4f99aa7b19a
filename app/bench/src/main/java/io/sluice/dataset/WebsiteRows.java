package io.sluice.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A list of invented websites: how many rows and a seed go in, {@code sites.csv} and what is to be
 * found of each row ({@code expected.csv}) come out. All names end with {@code .example}, which
 * nobody has, so that no stranger is asked.
 */
final class WebsiteRows {
  private static final int MOST = 10_000_000;

  private static final String[] TRADES = {
    "Pumps", "Bakery", "Law", "Roofing", "Software", "Travel"
  };
  private static final String[] WORDS = {
    "north", "harbour", "oak", "river", "stone", "mill", "lake", "field", "bridge", "hill"
  };

  private final int count;
  private final SplittableRandom random;

  /**
   * @throws IllegalArgumentException unless there are 1 to 10,000,000
   */
  WebsiteRows(int count, long seed) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("--count must be 1 to " + MOST + ", was " + count);
    }
    this.count = count;
    random = new SplittableRandom(seed);
  }

  /** What a row is, how many of a hundred are, and what is said of it. */
  enum Kind {
    EMPTY(1, "empty"),
    MAIL(1, "not_an_address"),
    NUMBER(1, "ip_address"),
    NO_DOMAIN(1, "no_host"),
    USER(1, "userinfo"),
    AGAIN(2, "duplicate"),
    BARE(30, "a website"),
    PLAIN(63, "a website");

    private final int share;
    private final String expected;

    Kind(int share, String expected) {
      this.share = share;
      this.expected = expected;
    }

    private static Kind of(int draw) {
      int left = draw;
      for (var kind : values()) {
        left -= kind.share;
        if (left < 0) {
          return kind;
        }
      }
      return PLAIN;
    }
  }

  /** How many rows there are, by what is said of them. */
  Map<String, Integer> write(Path directory) throws IOException {
    Files.createDirectories(directory);
    var counts = new EnumMap<Kind, Integer>(Kind.class);
    try (var list = Files.newBufferedWriter(directory.resolve("sites.csv"));
        var expected = Files.newBufferedWriter(directory.resolve("expected.csv"))) {
      list.write("Company Name,Website URL,Industry,Note\r\n");
      expected.write("line,expected\r\n");
      int last = -1;
      for (int row = 0; row < count; row++) {
        var kind = Kind.of(random.nextInt(100));
        // The first one is like no other.
        kind = kind == Kind.AGAIN && last < 0 ? Kind.PLAIN : kind;
        list.write(row(row, kind, last) + "\r\n");
        expected.write(row + 2 + "," + kind.expected + "\r\n");
        counts.merge(kind, 1, Integer::sum);
        last = kind == Kind.PLAIN ? row : last;
      }
    }
    var told = new TreeMap<String, Integer>();
    counts.forEach((kind, rows) -> told.merge(kind.expected, rows, Integer::sum));
    return told;
  }

  private String row(int row, Kind kind, int last) {
    var word = WORDS[random.nextInt(WORDS.length)];
    var trade = TRADES[random.nextInt(TRADES.length)];
    return "\"%s %s %d, Ltd\",%s,%s,\"Seen on page %d, \"\"as is\"\"\""
        .formatted(
            Character.toUpperCase(word.charAt(0)) + word.substring(1),
            trade,
            row,
            address(row, kind, last),
            trade,
            1 + random.nextInt(90));
  }

  private static String address(int row, Kind kind, int last) {
    return switch (kind) {
      case EMPTY -> "";
      case MAIL -> "info@" + host(row);
      case NUMBER -> "http://127.0.0.%d/".formatted(1 + row % 250);
      case NO_DOMAIN -> "http://localhost/";
      case USER -> "https://ann:word@" + host(row) + "/";
      case AGAIN -> "https://" + host(last);
      case BARE -> "www." + host(row);
      case PLAIN -> "https://" + host(row) + "/";
    };
  }

  private static String host(int row) {
    return "firm-" + row + ".example";
  }
}
