package io.sluice.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was read of a document.
 *
 * @param reason why there is not all of it; null where all is there
 * @param mimeType by its content
 * @param language such as {@code en}; null where it cannot be told
 * @param metadata what the document says of itself, by names such as {@code title}
 * @param pageCount null in what has no pages
 * @param characters of all its text, runs of white space counted as one
 * @param parts how many documents are within it, at any depth
 * @param within those that are its own; fewer where there are too many to name them all
 * @param whole whether all was read that would have been without the document that it is within
 */
public record Extraction(
    TextState state,
    String reason,
    String mimeType,
    String language,
    Map<String, String> metadata,
    Integer pageCount,
    long characters,
    Parts parts,
    List<Part> within,
    boolean whole,
    List<PageText> pages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Documents within a document, such as the files of an archive.
   *
   * @param found how many were met
   * @param read those that are documents of their own now
   * @param failed those that could not be read
   * @param left those that were passed over: too deep, too many, or behind a limit
   */
  public record Parts(int found, int read, int failed, int left) {
    static final Parts NONE = new Parts(0, 0, 0, 0);

    Parts and(Parts other) {
      return new Parts(
          found + other.found, read + other.read, failed + other.failed, left + other.left);
    }

    /** With one more. */
    Parts and(PartState state) {
      return and(
          new Parts(
              1,
              state == PartState.READ ? 1 : 0,
              state == PartState.FAILED ? 1 : 0,
              state == PartState.LEFT ? 1 : 0));
    }

    boolean isComplete() {
      return failed + left == 0;
    }
  }

  /** What has become of a part. */
  public enum PartState {
    READ,
    FAILED,
    LEFT
  }

  /**
   * A document within a document.
   *
   * @param name within that, such as {@code folder/a.pdf}
   * @param hash SHA-256 of its bytes, hexadecimal; null where they are not known
   * @param reason why it was not read; null of one that was
   * @param detail null where there is no more to say
   * @param content null of one that was not read, and of one whose bytes came before with a content
   */
  public record Part(
      String name,
      String hash,
      long size,
      PartState state,
      String reason,
      String detail,
      Extraction content) {
    private Part with(Extraction other) {
      return new Part(name, hash, size, state, reason, detail, other);
    }
  }

  public Extraction {
    metadata = Map.copyOf(metadata);
    within = List.copyOf(within);
    pages = List.copyOf(pages);
  }

  static Extraction nothing(TextState state, String reason, String mimeType) {
    return new Extraction(
        state, reason, mimeType, null, Map.of(), null, 0, Parts.NONE, List.of(), true, List.of());
  }

  /** All pictures of it and of what is within it, in an order of their own. */
  List<byte[]> pictures() {
    var all = new ArrayList<byte[]>();
    pages.stream().map(PageText::picture).filter(Objects::nonNull).forEach(all::add);
    within.stream()
        .map(Part::content)
        .filter(Objects::nonNull)
        .forEach(content -> all.addAll(content.pictures()));
    return all;
  }

  /**
   * With pictures that are kept elsewhere.
   *
   * @param numbers theirs, in the order of {@link #pictures}
   */
  Extraction kept(Iterator<Long> numbers) {
    var keptPages =
        pages.stream()
            .map(page -> page.picture() == null ? page : page.kept(numbers.next()))
            .toList();
    var keptParts =
        within.stream()
            .map(part -> part.content() == null ? part : part.with(part.content().kept(numbers)))
            .toList();
    return new Extraction(
        state,
        reason,
        mimeType,
        language,
        metadata,
        pageCount,
        characters,
        parts,
        keptParts,
        whole,
        keptPages);
  }

  byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** Reads what a child has answered. */
  public static Extraction read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, Extraction.class);
  }
}
