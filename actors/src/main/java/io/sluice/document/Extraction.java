package io.sluice.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What was read of a document.
 *
 * @param reason why there is not all of it; null where all is there
 * @param mimeType by its content
 * @param language such as {@code en}; null where it cannot be told
 * @param metadata what the document says of itself, by names such as {@code title}
 * @param pageCount null in what has no pages
 * @param characters of all its text, runs of white space counted as one
 * @param parts documents within it
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
    List<PageText> pages) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Documents within a document, such as the files of an archive.
   *
   * @param found how many were met
   * @param read those whose text is in that of the document
   * @param failed those that could not be read
   * @param left those that were passed over: too deep, or too many
   */
  public record Parts(int found, int read, int failed, int left) {
    static final Parts NONE = new Parts(0, 0, 0, 0);
  }

  public Extraction {
    metadata = Map.copyOf(metadata);
    pages = List.copyOf(pages);
  }

  static Extraction nothing(TextState state, String reason, String mimeType) {
    return new Extraction(state, reason, mimeType, null, Map.of(), null, 0, Parts.NONE, List.of());
  }

  byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** Reads what a child has answered. */
  public static Extraction read(byte[] bytes) throws IOException {
    return JSON.readValue(bytes, Extraction.class);
  }
}
