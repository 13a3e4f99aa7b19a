package io.sluice.sheet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what stands between the cells of a text: its beginning goes in. */
final class SeparatorSearch {
  private static final char[] CANDIDATES = {',', ';', '\t', '|', '^', '~'};
  private static final int MOST_ROWS = 200;

  /** What Excel is told by a first line. */
  private static final Pattern SAID = Pattern.compile("(?i)\"?sep=(.)\"?[,;\\t|]*[\\r\\n].*");

  /** Rows without the same count are forgiven: headers that are short, texts without quotes. */
  private static final double FEW = 0.5;

  private static final double NEARLY_ALL = 0.9;

  private SeparatorSearch() {}

  /**
   * @param whole whether the text ends where the sample does
   */
  static char find(String sample, boolean whole) {
    Matcher said = SAID.matcher(sample.substring(0, Math.min(sample.length(), 16)));
    if (said.lookingAt() && isFit(said.group(1).charAt(0))) {
      return said.group(1).charAt(0);
    }
    char best = CANDIDATES[0];
    double highest = 0;
    for (var candidate : CANDIDATES) {
      double score = score(counts(sample, candidate, whole));
      if (score > highest) {
        highest = score;
        best = candidate;
      }
    }
    return best;
  }

  private static boolean isFit(char separator) {
    return separator != '"' && separator != '\r' && separator != '\n';
  }

  /** How many of these stand in each row, outside of quotes. */
  private static List<Integer> counts(String sample, char separator, boolean whole) {
    var counts = new ArrayList<Integer>();
    int count = 0;
    boolean quoted = false;
    boolean atStart = true;
    boolean blank = true;
    for (int i = 0; i < sample.length() && counts.size() < MOST_ROWS; i++) {
      char sign = sample.charAt(i);
      if (quoted) {
        quoted = sign != '"';
      } else if (sign == '\n' || sign == '\r') {
        if (!blank) {
          counts.add(count);
        }
        count = 0;
        blank = true;
      } else if (sign == separator) {
        count++;
        blank = false;
      } else {
        quoted = sign == '"' && (atStart || sample.charAt(i - 1) == '"');
        blank &= sign == ' ';
      }
      atStart = !quoted && (sign == separator || sign == '\n' || sign == '\r');
    }
    if (!blank && (whole || counts.isEmpty())) {
      counts.add(count);
    }
    return counts;
  }

  /** Of rows with the usual count; those with more cells are ahead of others by little. */
  private static double score(List<Integer> counts) {
    int usual = usual(counts);
    if (usual == 0) {
      return 0;
    }
    double same = (double) Collections.frequency(counts, usual) / counts.size();
    int header = counts.get(0);
    boolean isNamed = header == usual || header == usual - 1 || header == usual + 1;
    if (same < FEW && counts.size() > 2 || !isNamed && same < NEARLY_ALL) {
      return 0;
    }
    return same + (header == usual ? 1 : 0) + (header > 0 ? 1 : 0) + Math.min(usual, 99) / 1000.0;
  }

  /** The count that most rows have; of those the highest. */
  private static int usual(List<Integer> counts) {
    var all = new int[MOST_ROWS + 1];
    int best = 0;
    int most = 0;
    for (var count : counts) {
      int place = Math.min(count, MOST_ROWS);
      all[place]++;
      if (all[place] > most || all[place] == most && place > best) {
        most = all[place];
        best = place;
      }
    }
    return best;
  }
}
