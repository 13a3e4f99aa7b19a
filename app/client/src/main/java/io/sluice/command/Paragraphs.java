package io.sluice.command;

import java.util.ArrayList;
import picocli.CommandLine;

/**
 * The texts of {@code --help}, which stand in lines in the code: sentences that follow one another
 * become one paragraph, which is wrapped at the terminal's width. What is indented stays as it is.
 * The first sentence stands alone, since lists of commands show it.
 */
final class Paragraphs {
  private static final String SENTENCE_END = ". ";

  private Paragraphs() {}

  /** Does so for a command and all below it. */
  static void join(CommandLine line) {
    var usage = line.getCommandSpec().usageMessage();
    usage.description(firstAlone(joined(usage.description())));
    usage.footer(joined(usage.footer()));
    line.getSubcommands().values().forEach(Paragraphs::join);
  }

  private static String[] joined(String... lines) {
    var paragraphs = new ArrayList<String>();
    boolean open = false;
    for (var line : lines) {
      boolean sentence = !line.isBlank() && !line.startsWith(" ");
      if (open && sentence) {
        int last = paragraphs.size() - 1;
        paragraphs.set(last, paragraphs.get(last) + " " + line);
      } else {
        paragraphs.add(line);
      }
      open = sentence;
    }
    return paragraphs.toArray(String[]::new);
  }

  private static String[] firstAlone(String... paragraphs) {
    if (paragraphs.length == 0 || !paragraphs[0].contains(SENTENCE_END)) {
      return paragraphs;
    }
    int end = paragraphs[0].indexOf(SENTENCE_END) + 1;
    var parts = new ArrayList<String>();
    parts.add(paragraphs[0].substring(0, end));
    parts.add(paragraphs[0].substring(end + 1));
    for (int i = 1; i < paragraphs.length; i++) {
      parts.add(paragraphs[i]);
    }
    return parts.toArray(String[]::new);
  }
}
