package io.sluice.model;

import java.util.List;

/**
 * A text that an answer must have.
 *
 * @param oneOf the values that it may have; empty for any
 * @param mostCharacters of which more are cut off
 */
public record AnswerField(String name, String about, List<String> oneOf, int mostCharacters) {
  public AnswerField {
    oneOf = List.copyOf(oneOf);
    if (mostCharacters < 1) {
      throw new IllegalArgumentException("mostCharacters must be positive, was " + mostCharacters);
    }
  }
}
