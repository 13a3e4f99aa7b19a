package io.sluice.ledger.document;

import java.util.HexFormat;
import java.util.List;

/**
 * A document of an item.
 *
 * @param batch whose item it is
 * @param item its number
 * @param name as people read it
 * @param hash SHA-256 of its bytes
 * @param text what was read of it; null of one whose content was read before
 */
public record DocumentRow(long batch, long item, String name, byte[] hash, Text text) {

  /**
   * What was read of a document.
   *
   * @param size in bytes
   * @param state as in {@code partial}
   * @param reason why there is not all of it; null where all is there
   * @param language null where it cannot be told
   * @param title null where it has none
   * @param metadata what it says of itself, a JSON object
   * @param pageCount null in what has no pages
   * @param characters of all its text
   * @param partsFound documents within it
   * @param textHash SHA-256 of its words; null where there are none
   * @param sample its beginning and its end
   * @param whole whether it is all that would have been read of it as an item
   */
  public record Text(
      long size,
      String mimeType,
      String state,
      String reason,
      String language,
      String title,
      String metadata,
      Integer pageCount,
      long characters,
      int partsFound,
      int partsRead,
      int partsFailed,
      int partsLeft,
      byte[] textHash,
      String sample,
      boolean whole,
      List<Part> parts,
      List<Page> pages) {
    public Text {
      parts = List.copyOf(parts);
      pages = List.copyOf(pages);
    }

    int pagesWithoutText() {
      return (int)
          pages.stream()
              .filter(page -> page.block() == 1 && !page.state().equals(Page.WITH_TEXT))
              .count();
    }
  }

  /**
   * A piece of a document's text, by page and block from 1.
   *
   * @param picture number of one in {@code ocr_page} that shows it; null where there is none
   */
  public record Page(int page, int block, String state, String text, Long picture) {
    static final String WITH_TEXT = "text";

    public Page(int page, int block, String state, String text) {
      this(page, block, state, text, null);
    }
  }

  /**
   * A document within a document.
   *
   * @param name within that
   * @param hash SHA-256 of its bytes; null of one that was not read
   * @param state {@code read}, {@code failed} or {@code left}
   * @param reason null of one that was read
   * @param text null of one that was not read, and of one whose bytes came before it
   */
  public record Part(
      String name, byte[] hash, String state, String reason, String detail, Text text) {

    String key() {
      return HexFormat.of().formatHex(hash);
    }
  }

  /** The hash as a key of maps. */
  String key() {
    return HexFormat.of().formatHex(hash);
  }
}
