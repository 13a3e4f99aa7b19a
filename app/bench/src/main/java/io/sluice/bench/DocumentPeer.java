package io.sluice.bench;

import java.util.Locale;

/** What else takes the text of PDFs, and the package of Debian that brings it. */
enum DocumentPeer {
  PDFTOTEXT("poppler-utils", 1),
  PYPDF("python3-pypdf or python3-pypdf2", 8),
  PDFMINER("python3-pdfminer", 20);

  private final String debian;
  private final int share;

  DocumentPeer(String debian, int share) {
    this.debian = debian;
    this.share = share;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String debian() {
    return debian;
  }

  /** It is slow, and gets one of so many documents. */
  int share() {
    return share;
  }
}
