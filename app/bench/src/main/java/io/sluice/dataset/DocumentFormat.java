package io.sluice.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of documents that are made up: how many of a hundred, and their maker. */
enum DocumentFormat {
  PDF(45, (document, random) -> PdfPages.of(document)),
  DOCX(17, OfficeDocuments::docx),
  XLSX(8, OfficeDocuments::xlsx),
  PPTX(7, OfficeDocuments::pptx),
  EML(8, TextDocuments::eml),
  HTML(6, TextDocuments::html),
  TXT(4, TextDocuments::txt),
  RTF(3, TextDocuments::rtf),
  ZIP(2, TextDocuments::zip);

  private final int share;
  private final Maker maker;

  DocumentFormat(int share, Maker maker) {
    this.share = share;
    this.maker = maker;
  }

  /** Gives a document its form. */
  private interface Maker {
    byte[] make(InventedDocument document, Random random) throws IOException;
  }

  /** By their shares. */
  static DocumentFormat pick(Random random, List<DocumentFormat> kinds) {
    int left = random.nextInt(kinds.stream().mapToInt(kind -> kind.share).sum());
    for (var kind : kinds) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("shares have changed");
  }

  byte[] make(InventedDocument document, Random random) throws IOException {
    return maker.make(document, random);
  }

  /** As people write it, and as names of files end. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Takes a word.
   *
   * @throws IllegalArgumentException if no kind has it
   */
  static DocumentFormat of(String word) {
    return Stream.of(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--kinds knows %s, was %s"
                        .formatted(
                            Stream.of(values())
                                .map(DocumentFormat::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }
}
