package io.sluice.model;

import static io.sluice.model.ModelFailure.Kind;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.http.Answer;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What answers mean that are no answers of a model; both kinds of endpoints share their words. */
final class EndpointRefusals {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context_length_exceeded|exceed_context_size|(context|prompt).{0,60}(length|size|long|window)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern QUOTA =
      Pattern.compile(
          "insufficient_quota|billing|insufficient balance|credit", Pattern.CASE_INSENSITIVE);

  private EndpointRefusals() {}

  /**
   * @param toGet what to do where the model is not there
   */
  static ModelFailure of(Answer answer, String model, String toGet) {
    int status = answer.status();
    var said = said(answer);
    var told =
        "%s answered %d%s".formatted(host(answer), status, said.isEmpty() ? "" : ": " + said);
    if (status / 100 == 3) {
      return new ModelFailure(
          Kind.DENIED, told + ", and sends us on to another address, which has to be set instead");
    }
    return switch (status) {
      case 401, 403 -> new ModelFailure(Kind.DENIED, told + ". Is OPENAI_API_KEY right?");
      case 402 -> new ModelFailure(Kind.QUOTA, told);
      case 404 ->
          said.toLowerCase(Locale.ROOT).contains("model")
              ? new ModelFailure(
                  Kind.MODEL_MISSING,
                  "%s has no model %s (%s). %s".formatted(host(answer), model, said, toGet))
              : new ModelFailure(
                  Kind.DENIED, told + ": nothing there answers for models. Is its address right?");
      case 429 ->
          new ModelFailure(QUOTA.matcher(text(answer)).find() ? Kind.QUOTA : Kind.BUSY, told);
      case 503 -> new ModelFailure(Kind.BUSY, told);
      case 408, 425 -> new ModelFailure(Kind.BROKEN, told);
      default -> other(answer, told);
    };
  }

  private static ModelFailure other(Answer answer, String told) {
    if (TOO_LONG.matcher(text(answer)).find() && answer.status() != 200) {
      return new ModelFailure(Kind.TOO_LONG, told);
    }
    return new ModelFailure(answer.status() >= 500 ? Kind.BROKEN : Kind.REFUSED, told);
  }

  static String host(Answer answer) {
    return answer.uri().getRawAuthority();
  }

  /** What it says of itself, where it does. */
  static String said(Answer answer) {
    return said(tree(answer).path("error"));
  }

  /** An error is a text, or an object that has one. */
  static String said(JsonNode error) {
    return SaidLine.of(error.isObject() ? error.path("message").asText() : error.asText());
  }

  static JsonNode tree(Answer answer) {
    try {
      var tree = JSON.readTree(answer.body());
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new IllegalStateException("of bytes in memory", e);
    }
  }

  /** All of the error, for words that tell its kind. */
  private static String text(Answer answer) {
    return SaidLine.cut(tree(answer).path("error").toString(), 10_000);
  }
}
