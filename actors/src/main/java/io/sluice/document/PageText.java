package io.sluice.document;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A piece of a document's text.
 *
 * @param page its number, from 1; 1 in what has no pages
 * @param block of the page, from 1: a long page has several, so that each can be searched for
 * @param picture of the page, a PNG, for a reader of pictures; null where there is none
 * @param kept number of that picture where it is kept; null as long as it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageText(
    int page, int block, TextState state, String text, byte[] picture, Long kept) {
  public PageText(int page, int block, TextState state, String text) {
    this(page, block, state, text, null, null);
  }

  /** One that only a reader of pictures finds words in. */
  PageText pictured(byte[] ofIt) {
    return new PageText(page, block, TextState.NEEDS_OCR, text, ofIt, null);
  }

  PageText kept(Long number) {
    return new PageText(page, block, state, text, null, number);
  }
}
