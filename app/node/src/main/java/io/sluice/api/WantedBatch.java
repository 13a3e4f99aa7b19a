package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.website.WebsiteKind;
import io.sluice.website.WebsiteTerms;
import io.sluice.words.BatchName;
import java.util.Collections;
import java.util.List;

/**
 * A batch that somebody wants, as the body of a request says it. Null is not given.
 *
 * @param key of the sender, who gets the same batch again for the same key
 * @param websites how a list of these is read, and what is written to them
 */
record WantedBatch(String kind, String name, Origin source, String key, JsonNode websites) {
  private static final JsonBody<WantedBatch> BODY =
      new JsonBody<>(WantedBatch.class, "NewBatch", "kind, name, source, key and websites");
  private static final int MOST_TEXT = 200;
  private static final int MOST_PATHS = 1000;
  private static final int MOST_PATH = 4096;
  private static final int MOST_ADDRESS = 8192;

  /**
   * Where its items come from.
   *
   * @param files how many were sent in the uploads that it names
   */
  record Origin(
      List<String> paths,
      Boolean followLinks,
      List<String> addresses,
      List<String> lists,
      Long files) {
    Origin {
      paths = orNone(paths);
      addresses = orNone(addresses);
      lists = orNone(lists);
    }

    /** As it was given, also where an element is null: that is told later. */
    private static List<String> orNone(List<String> given) {
      return given == null ? List.of() : Collections.unmodifiableList(given);
    }

    private boolean isEmpty() {
      return paths.isEmpty() && addresses.isEmpty() && lists.isEmpty();
    }
  }

  /**
   * @throws ProblemException naming the field that is wrong
   */
  static WantedBatch read(byte[] body) {
    var read = BODY.read(body);
    read.check();
    return read;
  }

  /**
   * @throws ProblemException naming the field that is wrong
   */
  void check() {
    if (kind == null || !isText(kind, MOST_TEXT)) {
      throw wrong("kind", "must have 1 to %d characters".formatted(MOST_TEXT));
    }
    if (key != null && !isText(key, MOST_TEXT)) {
      throw wrong("key", "must have 1 to %d characters".formatted(MOST_TEXT));
    }
    if (name != null) {
      checkName();
    }
    if (source == null || source.isEmpty()) {
      throw wrong("source.paths", "is missing, and so are source.addresses and source.lists");
    }
    checkWebsites();
    check("source.paths", source.paths(), MOST_PATH);
    check("source.addresses", source.addresses(), MOST_ADDRESS);
    check("source.lists", source.lists(), MOST_PATH);
    if (source.files() != null && source.files() < 0) {
      throw wrong("source.files", "must be 0 or more");
    }
  }

  private void checkWebsites() {
    boolean are = WebsiteKind.NAME.equals(kind);
    if (websites != null && !websites.isNull()) {
      if (!are) {
        throw unfit("websites", "websites is for batches of the kind websites");
      }
      try {
        WebsiteTerms.read(websites);
      } catch (IllegalArgumentException e) {
        throw wrong("websites", Shown.of(e.getMessage()));
      }
    }
    if (are
        && (source.lists().size() != 1
            || !source.paths().isEmpty()
            || !source.addresses().isEmpty())) {
      throw unfit(
          "source.lists",
          "Websites come from one list: source.lists names it, and nothing else is named");
    }
  }

  private static void check(String field, List<String> texts, int most) {
    if (texts.size() > MOST_PATHS
        || texts.stream().anyMatch(text -> text == null || !isText(text, most))) {
      throw wrong(
          field, "must be at most %d, each of 1 to %d characters".formatted(MOST_PATHS, most));
    }
  }

  private void checkName() {
    try {
      BatchName.checked(name);
    } catch (IllegalArgumentException e) {
      throw wrong("name", Shown.of(e.getMessage()));
    }
  }

  private static boolean isText(String text, int most) {
    return !text.isBlank() && text.codePointCount(0, text.length()) <= most;
  }

  private static ProblemException unfit(String field, String detail) {
    return Problem.of(422, "unfit-source", detail)
        .in(field)
        .remedy("GET /api/openapi.json describes it as NewBatch.")
        .thrown();
  }

  private static ProblemException wrong(String field, String rule) {
    return BODY.wrong(field + " " + rule).in(field).thrown();
  }
}
