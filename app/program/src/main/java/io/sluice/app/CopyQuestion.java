package io.sluice.app;

import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Whether so much of a database may be copied: more than a limit only where somebody agrees.
 *
 * @param limit bytes that need no question
 * @param yes whether somebody has agreed already
 */
record CopyQuestion(CommandLine line, long limit, boolean yes) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([KMGT])");
  private static final Map<String, Integer> SHIFTS = Map.of("K", 10, "M", 20, "G", 30, "T", 40);

  /**
   * @throws IllegalArgumentException if the text is no size
   */
  static long bytes(String text) {
    var size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException("must be like 500M, 2G or 1T, was " + text);
    }
    return Long.parseLong(size.group(1)) << SHIFTS.get(size.group(2));
  }

  boolean isAgreed(long bytes) {
    if (yes || bytes <= limit) {
      return true;
    }
    var console = System.console();
    if (console == null) {
      line.getErr()
          .println(
              "sluice: a copy would take %,d MB, more than --copy-limit: --yes copies all the same, --no-copy tells the steps alone"
                  .formatted(bytes >> 20));
      return false;
    }
    var answer = console.readLine("Copy %,d MB beside the database? [y/N] ", bytes >> 20);
    return answer != null && answer.strip().matches("(?i)y|yes");
  }
}
