package io.sluice.dataset;

import io.sluice.sample.NewsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What stands in a document, whatever its form.
 *
 * @param pages of paragraphs
 * @param words how many there are in all paragraphs
 */
record InventedDocument(
    DocumentCategory category, String title, String author, List<List<String>> pages, int words) {
  private static final int WORDS_A_PAGE = 420;
  private static final int LEAST_OF_A_PARAGRAPH = 40;
  private static final int MORE_OF_A_PARAGRAPH = 70;
  private static final int LONGEST_SENTENCE = 18;

  /** Of its words, those of its category; in the least clear document and in the clearest. */
  private static final double LEAST_CLEAR = 0.03;

  private static final double CLEAREST = 0.30;

  /** Of its words, those of another category. */
  private static final double STRAY = 0.06;

  static InventedDocument of(Random random, DocumentCategory category, int pages) {
    return new Writer(random, category).document(pages);
  }

  /** All paragraphs with line ends between them. */
  String text() {
    return String.join("\n\n", pages.stream().map(page -> String.join("\n\n", page)).toList());
  }

  /** Writes one. */
  private static final class Writer {
    private final Random random;
    private final DocumentCategory category;
    private final DocumentCategory other;
    private final double own;
    private int words;

    Writer(Random random, DocumentCategory category) {
      this.random = random;
      this.category = category;
      var all = DocumentCategory.values();
      other = all[random.nextInt(all.length)];
      own = LEAST_CLEAR + (CLEAREST - LEAST_CLEAR) * random.nextDouble();
    }

    InventedDocument document(int count) {
      var title =
          "%s %d: %s"
              .formatted(
                  capital(pick(category.titles())),
                  1 + random.nextInt(9999),
                  NewsText.headline(random));
      var pages = new ArrayList<List<String>>();
      for (int i = 0; i < count; i++) {
        pages.add(page());
      }
      return new InventedDocument(category, title, NewsText.phrase(random, "person"), pages, words);
    }

    private List<String> page() {
      var paragraphs = new ArrayList<String>();
      int end = words + WORDS_A_PAGE;
      while (words < end) {
        int length = LEAST_OF_A_PARAGRAPH + random.nextInt(MORE_OF_A_PARAGRAPH);
        paragraphs.add(paragraph(Math.min(end - words, length)));
      }
      return paragraphs;
    }

    private String paragraph(int length) {
      var text = new StringBuilder();
      int left = 0;
      for (int i = 0; i < length; i++) {
        boolean begins = left == 0;
        if (begins) {
          left = 5 + random.nextInt(LONGEST_SENTENCE - 5);
        }
        var word = word();
        text.append(begins ? capital(word) : word);
        left--;
        boolean last = i == length - 1;
        text.append(left == 0 || last ? "." : random.nextInt(14) == 0 ? "," : "");
        text.append(last ? "" : " ");
      }
      words += length;
      return text.toString();
    }

    private String word() {
      double chance = random.nextDouble();
      if (chance < own) {
        return pick(category.words());
      }
      if (chance < own + STRAY) {
        return pick(other.words());
      }
      if (chance < own + STRAY + 0.02) {
        return Integer.toString(1 + random.nextInt(99_999));
      }
      // The first words are the frequent ones.
      double skewed = random.nextDouble() * random.nextDouble();
      return DocumentCategory.COMMON.get((int) (skewed * DocumentCategory.COMMON.size()));
    }

    private String pick(List<String> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private static String capital(String word) {
      return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
  }
}
