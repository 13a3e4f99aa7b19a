package io.sluice.document;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PDF;

/**
 * Which pages of a PDF are pictures of text: what its parser has counted comes in, numbers of pages
 * come out. A page is one with few letters, or with signs that no font tells.
 */
final class UnreadPages {
  /** Fewer letters on a page are a stamp or a number on a picture. */
  private static final int FEW = 30;

  private UnreadPages() {}

  /** None in what is no PDF. */
  static Set<Integer> of(Metadata metadata) {
    var letters = metadata.getIntValues(PDF.CHARACTERS_PER_PAGE);
    var unmapped = metadata.getIntValues(PDF.UNMAPPED_UNICODE_CHARS_PER_PAGE);
    return IntStream.range(0, letters.length)
        .filter(at -> letters[at] < FEW || at < unmapped.length && unmapped[at] * 2 > letters[at])
        .mapToObj(at -> at + 1)
        .collect(Collectors.toSet());
  }
}
