package io.sluice.model;

import static io.sluice.model.ModelFailure.Kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.http.Answer;
import io.sluice.http.Request;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OpenAI, and all that speaks like it: {@code POST /chat/completions}. What a model does not take,
 * such as a temperature, the endpoint names in its refusal, and it is left out from then on.
 */
final class OpenAiApi implements ModelApi {
  private static final String MAX_TOKENS = "max_tokens";
  private static final String RESPONSE_FORMAT = "response_format";

  /** What can be left out; the longest answer has another name then. */
  private static final Set<String> OPTIONAL =
      Set.of("temperature", "seed", MAX_TOKENS, RESPONSE_FORMAT);

  private final URI address;
  private final String model;
  private final Optional<ApiKey> key;
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  OpenAiApi(ModelSettings settings) {
    address = settings.openAi();
    model = settings.openAiModel();
    key = settings.key();
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
    return "openai temperature 0 seed " + ChatBody.SEED;
  }

  @Override
  public Request request(ModelRequest request) {
    var body = ChatBody.of(model, request);
    if (isTaken("temperature")) {
      body.put("temperature", 0);
    }
    if (isTaken("seed")) {
      body.put("seed", ChatBody.SEED);
    }
    body.put(isTaken(MAX_TOKENS) ? MAX_TOKENS : "max_completion_tokens", request.maxTokens());
    request.schema().filter(schema -> isTaken(RESPONSE_FORMAT)).ifPresent(s -> format(body, s));
    return signed(ChatBody.post(URI.create(address + "/chat/completions"), body));
  }

  private static void format(ObjectNode body, AnswerSchema schema) {
    var format = body.putObject(RESPONSE_FORMAT).put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", schema.name())
        .put("strict", true)
        .set("schema", schema.json());
  }

  private boolean isTaken(String parameter) {
    return !leftOut.contains(parameter);
  }

  private Request signed(Request request) {
    return key.map(own -> request.with("Authorization", own.header())).orElse(request);
  }

  @Override
  public Request lookUp() {
    return signed(Request.get(URI.create(address + "/models")));
  }

  /** Not every list of models names all that can be used, so it says nothing of one missing. */
  @Override
  public void checkFound(Answer answer) throws ModelFailure {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    if (!EndpointRefusals.tree(answer).isContainerNode()) {
      throw notOpenAi(answer);
    }
  }

  private ModelFailure refusal(Answer answer) {
    return EndpointRefusals.of(answer, model, "Set OPENAI_MODEL to one that it has");
  }

  private static ModelFailure notOpenAi(Answer answer) {
    return new ModelFailure(
        Kind.DENIED,
        EndpointRefusals.host(answer)
            + " does not answer as OpenAI does. Is OPENAI_BASE_URL right?");
  }

  @Override
  public Reply read(Answer answer) throws ModelFailure {
    if (answer.status() != 200) {
      throw refusal(answer);
    }
    var tree = EndpointRefusals.tree(answer);
    if (tree.hasNonNull("error")) {
      throw new ModelFailure(
          Kind.BROKEN,
          EndpointRefusals.host(answer) + " broke off: " + EndpointRefusals.said(answer));
    }
    var choice = tree.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      throw notOpenAi(answer);
    }
    checkWhole(answer, choice.path("finish_reason").asText());
    var refusal = choice.path("message").path("refusal").asText("");
    if (!refusal.isEmpty()) {
      throw new ModelFailure(Kind.UNFIT, "the model refuses: " + SaidLine.of(refusal));
    }
    var usage = tree.path("usage");
    return new Reply(
        choice.path("message").path("content").asText(""),
        SaidLine.of(tree.path("model").asText(model)),
        usage.path("prompt_tokens").asInt(),
        usage.path("completion_tokens").asInt());
  }

  private static void checkWhole(Answer answer, String finish) throws ModelFailure {
    if (finish.equals("length")) {
      throw new ModelFailure(
          Kind.CUT,
          EndpointRefusals.host(answer) + ": the answer was not at its end at its longest length");
    }
    if (finish.equals("content_filter")) {
      throw new ModelFailure(
          Kind.REFUSED, EndpointRefusals.host(answer) + " keeps its answer back: content_filter");
    }
  }

  @Override
  public boolean learns(Answer answer) {
    if (answer.status() != 400 && answer.status() != 422) {
      return false;
    }
    var error = EndpointRefusals.tree(answer).path("error");
    var named = error.path("param").asText("").replaceFirst("\\..*", "");
    return OPTIONAL.contains(named) && leftOut.add(named);
  }
}
