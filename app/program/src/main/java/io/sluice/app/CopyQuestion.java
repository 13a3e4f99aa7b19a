package io.sluice.app;

import java.io.Console;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Whether so much of a database may be copied: more than a limit only where somebody agrees, who is
 * waited for until they answer or interrupt.
 */
final class CopyQuestion {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([KMGT])");
  private static final Map<String, Integer> SHIFTS = Map.of("K", 10, "M", 20, "G", 30, "T", 40);

  private final CommandLine line;
  private final long limit;
  private final boolean yes;
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  /**
   * @param limit bytes that need no question
   * @param yes whether somebody has agreed already
   */
  CopyQuestion(CommandLine line, long limit, boolean yes) {
    this.line = line;
    this.limit = limit;
    this.yes = yes;
  }

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
              "sluice: a copy would take %,d MB, with indexes and WAL on top, more than --copy-limit: --yes copies all the same, --no-copy tells the steps alone"
                  .formatted(bytes >> 20));
      return false;
    }
    return isYes(() -> asked(console, bytes));
  }

  private static String asked(Console console, long bytes) {
    return console.readLine(
        "Copy %,d MB beside the database? Indexes and WAL come on top. [y/N] ", bytes >> 20);
  }

  /** Who reads a line cannot be interrupted, so another thread does. */
  boolean isYes(Supplier<String> asking) {
    var thread = new Thread(() -> take(asking), "copy-question");
    thread.setDaemon(true);
    thread.start();
    var given = answer.join();
    return given != null && given.strip().matches("(?i)y|yes");
  }

  private void take(Supplier<String> asking) {
    try {
      answer.complete(asking.get());
    } finally {
      interrupt();
    }
  }

  /** Nobody agrees any more. */
  void interrupt() {
    answer.complete(null);
  }
}
