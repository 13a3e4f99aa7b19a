package io.sluice.website;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * How a list of websites is read.
 *
 * @param urlColumn the user's word for the column with the addresses: its name, or its number from
 *     1; null to have it found
 */
public record WebsiteTerms(String urlColumn) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_NAME = 1000;
  private static final WebsiteTerms NONE = new WebsiteTerms(null);

  public WebsiteTerms {
    if (urlColumn != null && (urlColumn.isBlank() || urlColumn.length() > MOST_NAME)) {
      throw new IllegalArgumentException("urlColumn must have 1 to " + MOST_NAME + " characters");
    }
  }

  /**
   * Reads them; null stands for none.
   *
   * @throws IllegalArgumentException if they are none; what it says is for people
   */
  public static WebsiteTerms read(JsonNode json) {
    try {
      return json == null || json.isNull() ? NONE : JSON.treeToValue(json, WebsiteTerms.class);
    } catch (JsonProcessingException e) {
      var cause = e.getCause();
      throw new IllegalArgumentException(
          cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage(),
          e);
    }
  }

  public JsonNode json() {
    return JSON.valueToTree(this);
  }

  /** The user's word for the column with the addresses. */
  public Optional<String> column() {
    return Optional.ofNullable(urlColumn);
  }
}
