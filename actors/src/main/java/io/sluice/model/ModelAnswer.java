package io.sluice.model;

import java.util.Map;

/**
 * What a model answered, whole and checked.
 *
 * @param content as it was written
 * @param fields of it, by the schema that was asked for; empty without one
 * @param model that says it was it
 * @param tokensIn of the prompt, as the endpoint counts; 0 if it does not
 * @param tokensOut of the answer, as the endpoint counts; 0 if it does not
 */
public record ModelAnswer(
    String content, Map<String, String> fields, String model, int tokensIn, int tokensOut) {
  public ModelAnswer {
    fields = Map.copyOf(fields);
  }
}
