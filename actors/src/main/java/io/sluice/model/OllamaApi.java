package io.sluice.model;

import static io.sluice.model.ModelFailure.Kind;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.http.Answer;
import io.sluice.http.Request;
import java.io.IOException;
import java.net.URI;

/**
 * Ollama: {@code POST /api/chat}. Its answer is one object, or a line for each piece, where an
 * error can come behind pieces that were good.
 */
final class OllamaApi implements ModelApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final String model;
  private final int context;

  OllamaApi(ModelSettings settings) {
    address = settings.ollama();
    model = settings.ollamaModel();
    context = settings.context();
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public String parameters() {
    return "ollama temperature 0 seed %d num_ctx %d".formatted(ChatBody.SEED, context);
  }

  @Override
  public Request request(ModelRequest request) {
    var body = ChatBody.of(model, request).put("think", false);
    request.schema().ifPresent(schema -> body.set("format", schema.json()));
    body.putObject("options")
        .put("temperature", 0)
        .put("seed", ChatBody.SEED)
        .put("num_ctx", context)
        .put("num_predict", request.maxTokens());
    return ChatBody.post(URI.create(address + "/api/chat"), body);
  }

  @Override
  public Request lookUp() {
    return ChatBody.post(
        URI.create(address + "/api/show"),
        JsonNodeFactory.instance.objectNode().put("model", model));
  }

  @Override
  public void checkFound(Answer answer) throws ModelFailure {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    if (!EndpointRefusals.tree(answer).isObject()) {
      throw notOllama(answer);
    }
  }

  private ModelFailure refusal(Answer answer) {
    return EndpointRefusals.of(answer, model, "Get it there with: ollama pull " + model);
  }

  private static ModelFailure notOllama(Answer answer) {
    return new ModelFailure(
        Kind.DENIED,
        EndpointRefusals.host(answer) + " does not answer as Ollama does. Is OLLAMA_HOST right?");
  }

  @Override
  public Reply read(Answer answer) throws ModelFailure {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    var content = new StringBuilder();
    var last = last(answer, content);
    if (!last.has("done") && !last.has("message")) {
      throw content.isEmpty() ? notOllama(answer) : broken(answer, "its answer has no end");
    }
    return reply(answer, content.toString(), last);
  }

  /**
   * The last piece that can be read; missing without one.
   *
   * @param content that of all pieces is added to
   */
  private static JsonNode last(Answer answer, StringBuilder content) throws ModelFailure {
    JsonNode last = MissingNode.getInstance();
    try (var pieces = JSON.readerFor(JsonNode.class).<JsonNode>readValues(answer.body())) {
      while (pieces.hasNextValue()) {
        last = pieces.nextValue();
        if (last.has("error")) {
          throw broken(answer, EndpointRefusals.said(last.path("error")));
        }
        content.append(last.path("message").path("content").asText());
      }
    } catch (JacksonException e) {
      // It is not whole, which the last piece tells.
    } catch (ModelFailure e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("of bytes in memory", e);
    }
    return last;
  }

  private static ModelFailure broken(Answer answer, String how) {
    return new ModelFailure(Kind.BROKEN, EndpointRefusals.host(answer) + " broke off: " + how);
  }

  private Reply reply(Answer answer, String content, JsonNode last) throws ModelFailure {
    if (!last.path("done").asBoolean()) {
      throw broken(answer, "its answer has no end");
    }
    int tokensIn = last.path("prompt_eval_count").asInt();
    int tokensOut = last.path("eval_count").asInt();
    if (last.path("done_reason").asText().equals("length")) {
      throw new ModelFailure(
          Kind.CUT,
          "%s: the answer was not at its end after %d tokens"
              .formatted(EndpointRefusals.host(answer), tokensOut));
    }
    if (tokensIn + tokensOut >= context) {
      throw new ModelFailure(
          Kind.TOO_LONG,
          "%s: %d tokens of the prompt fill the context of %d (MODEL_CONTEXT)"
              .formatted(EndpointRefusals.host(answer), tokensIn, context));
    }
    return new Reply(content, SaidLine.of(last.path("model").asText(model)), tokensIn, tokensOut);
  }

  @Override
  public boolean learns(Answer answer) {
    return false;
  }
}
