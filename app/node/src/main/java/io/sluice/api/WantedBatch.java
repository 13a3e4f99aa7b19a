package io.sluice.api;

import io.sluice.server.ProblemException;
import io.sluice.words.BatchName;
import java.util.List;

/**
 * A batch that somebody wants, as the body of a request says it. Null is not given.
 *
 * @param key of the sender, who gets the same batch again for the same key
 */
record WantedBatch(String kind, String name, Origin source, String key) {
  private static final JsonBody<WantedBatch> BODY =
      new JsonBody<>(WantedBatch.class, "NewBatch", "kind, name, source and key");
  private static final int MOST_TEXT = 200;
  private static final int MOST_PATHS = 1000;
  private static final int MOST_PATH = 4096;

  /**
   * Where its items come from.
   *
   * @param files how many were sent in the uploads that it names
   */
  record Origin(List<String> paths, Boolean followLinks, Long files) {}

  /**
   * @throws ProblemException naming the field that is wrong
   */
  static WantedBatch read(byte[] body) {
    var read = BODY.read(body);
    read.check();
    return read;
  }

  private void check() {
    if (kind == null || !isText(kind, MOST_TEXT)) {
      throw wrong("kind", "must have 1 to %d characters".formatted(MOST_TEXT));
    }
    if (key != null && !isText(key, MOST_TEXT)) {
      throw wrong("key", "must have 1 to %d characters".formatted(MOST_TEXT));
    }
    if (name != null) {
      checkName();
    }
    if (source == null || source.paths() == null) {
      throw wrong("source.paths", "is missing");
    }
    if (source.paths().isEmpty()
        || source.paths().size() > MOST_PATHS
        || source.paths().stream().anyMatch(path -> path == null || !isText(path, MOST_PATH))) {
      throw wrong(
          "source.paths",
          "must be 1 to %d, each of 1 to %d characters".formatted(MOST_PATHS, MOST_PATH));
    }
    if (source.files() != null && source.files() < 0) {
      throw wrong("source.files", "must be 0 or more");
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

  private static ProblemException wrong(String field, String rule) {
    return BODY.wrong(field + " " + rule).in(field).thrown();
  }
}
