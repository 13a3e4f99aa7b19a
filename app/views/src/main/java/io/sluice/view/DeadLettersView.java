package io.sluice.view;

import java.util.List;
import java.util.Map;

/**
 * A page of the dead letters of a feed.
 *
 * @param next of the page behind this one; null on the last
 */
public record DeadLettersView(List<Letter> letters, String next) {
  public DeadLettersView {
    letters = Lists.orNone(letters);
  }

  /**
   * An entry that could not be stored.
   *
   * @param entry its id
   * @param retried whether it is to be tried again
   * @param fields as they were: texts, or objects with base64 of what is none
   */
  public record Letter(
      String entry,
      String reason,
      String detail,
      boolean retried,
      String diedAt,
      Map<String, Object> fields) {}
}
