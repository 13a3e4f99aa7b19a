package io.sluice.dataset;

import java.util.List;

/**
 * What a set of documents is to hold, checked when built. Equal options give equal names and bytes
 * on one Java runtime.
 *
 * @param count how many documents, 1 to 1,000,000
 * @param pages of each, 1 to 1,000; what has no pages is as long as so many
 * @param seed any number; another one gives other names and contents
 * @param poison how many more that break who reads them, 0 to 10,000
 * @param kinds of the documents, the shares between them stay
 */
public record DocumentsOptions(
    int count, int pages, long seed, int poison, List<DocumentFormat> kinds) {
  private static final int MOST = 1_000_000;
  private static final int MOST_PAGES = 1_000;
  private static final int MOST_POISON = 10_000;

  public DocumentsOptions {
    kinds = kinds.isEmpty() ? List.of(DocumentFormat.values()) : List.copyOf(kinds);
    check("--count", count, 1, MOST);
    check("--pages", pages, 1, MOST_PAGES);
    check("--poison", poison, 0, MOST_POISON);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, was %d".formatted(option, least, most, value));
    }
  }
}
