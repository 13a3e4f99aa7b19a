package io.sluice.page;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Iterator;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * HTML made into elements, no more of it than is good for us: what is beyond a bound is not there.
 *
 * @param source what was parsed
 * @param cutBy the bound at which it ends, empty where it is whole
 */
record ParsedPage(Document page, String source, String cutBy) {
  /** Of HTML. */
  static final int CHARACTERS = 4_000_000;

  static final int BRACKETS = 200_000;
  static final int ELEMENTS = 60_000;
  static final int DEPTH = 200;

  /** Of work. */
  static final long NANOSECONDS = 1_500_000_000L;

  private static final int BETWEEN_LOOKS = 512;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static ParsedPage of(String html) {
    int end = end(html);
    var source = end < html.length() ? html.substring(0, end) : html;
    try (var parser = new StreamParser(Parser.htmlParser().setMaxDepth(DEPTH))) {
      var stopped = parse(parser.parse(source, "").iterator());
      var cutBy = stopped.isEmpty() && end < html.length() ? "characters" : stopped;
      return new ParsedPage(parser.document(), source, cutBy);
    }
  }

  /** Whatever is there, an element, a comment or a text between them, begins or ends with one. */
  private static int end(String html) {
    int most = Math.min(html.length(), CHARACTERS);
    int brackets = 0;
    for (int at = html.indexOf('<'); at >= 0 && at < most; at = html.indexOf('<', at + 1)) {
      if (++brackets > BRACKETS) {
        return at;
      }
    }
    return most;
  }

  private static String parse(Iterator<Element> elements) {
    long end = THREADS.getCurrentThreadCpuTime() + NANOSECONDS;
    for (int count = 1; elements.hasNext(); count++) {
      elements.next();
      if (count >= ELEMENTS) {
        return "elements";
      }
      if (count % BETWEEN_LOOKS == 0 && THREADS.getCurrentThreadCpuTime() > end) {
        return "time";
      }
    }
    return "";
  }
}
