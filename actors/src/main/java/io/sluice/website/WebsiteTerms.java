package io.sluice.website;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.website.WebsiteList;
import io.sluice.message.Messages;
import java.util.List;
import java.util.Optional;

/**
 * How a list of websites is read, and what is written to them.
 *
 * @param urlColumn the user's word for the column with the addresses: its name, or its number from
 *     1; null to have it found
 * @param message null if none is wanted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebsiteTerms(String urlColumn, Message message) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_NAME = 1000;
  private static final WebsiteTerms NONE = new WebsiteTerms(null, null);

  /**
   * What messages are made by.
   *
   * @param template of Mustache
   * @param language that they have to be in; null for any
   * @param model that is asked; null for the one that is set
   * @param maxTokens of all messages of the batch; null for any number
   * @param maxCost of all of these, in the unit of prices; null for any
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Message(
      String template, String language, String model, Long maxTokens, Double maxCost) {
    private static final double MILLIONTHS = 1_000_000;

    public Message {
      if (template == null || template.isBlank()) {
        throw new IllegalArgumentException("message.template is missing");
      }
      if (maxTokens != null && maxTokens < 1) {
        throw new IllegalArgumentException("message.maxTokens must be 1 or more");
      }
      if (maxCost != null && !(maxCost > 0 && maxCost < MILLIONTHS)) {
        throw new IllegalArgumentException("message.maxCost must be more than 0");
      }
    }

    /** In millionths of the unit of prices; null for any. */
    private Long mostCost() {
      return maxCost == null ? null : (long) (maxCost * MILLIONTHS);
    }

    MessageTerms.Terms terms(boolean asks) {
      return new MessageTerms.Terms(template, asks, model, language);
    }

    WebsiteList.Messages wanted(boolean asks) {
      return new WebsiteList.Messages(terms(asks), maxTokens, mostCost());
    }
  }

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

  /**
   * Looks at what is written, for a list with these columns.
   *
   * @throws IllegalArgumentException if it cannot be used; what it says is for people
   */
  void check(List<String> columns) {
    if (message != null) {
      Messages.check(message.terms(false), columns);
    }
  }

  /** The user's word for the column with the addresses. */
  @JsonIgnore
  public Optional<String> column() {
    return Optional.ofNullable(urlColumn);
  }
}
