package io.sluice.model;

import io.sluice.blob.Sha256;
import io.sluice.terminal.Printable;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Has a model say which category a document belongs in: categories and the document's beginning and
 * end go in, a {@link ModelVerdict} or a {@link ModelFailure} comes out. The model can name no
 * category that was not given, whatever the document says. Thread-safe.
 */
public final class ModelClassifier {
  private static final String TASK =
      """
      You sort documents into categories. Choose the one category that fits the document best, by \
      what the document is and is about, and give the reason in at most 20 words.
      Answer with an object of JSON: {"category": "...", "reason": "..."}. The category is one of \
      these, written exactly so:
      """;

  private static final String QUESTION = "Which category does the document between the marks fit?";
  private static final String LEFT_OUT = "\n[...]\n";
  private static final int MOST_OF_A_REASON = 500;

  /** For what servers add around the parts of a prompt. */
  private static final int AROUND = 64;

  private static final int TIMES = 3;
  private static final int HASH = 16;

  private final ModelClient client;

  public ModelClassifier(ModelClient client) {
    this.client = client;
  }

  /** Changes with all that changes verdicts, but the categories and the document. */
  public String version() {
    var all =
        String.join(
            "\n",
            client.version(),
            Integer.toString(client.settings().context()),
            Integer.toString(client.settings().maxTokens()),
            TASK,
            DataFence.RULE,
            QUESTION);
    return HexFormat.of()
        .formatHex(Sha256.of(all.getBytes(StandardCharsets.UTF_8)))
        .substring(0, HASH);
  }

  /**
   * Where both do not fit into the context they are cut, the beginning less than the end.
   *
   * @param categories two or more, each name once
   * @param head beginning of the document, or all of it
   * @param tail its end, without what is in the head; may be empty
   * @return completes exceptionally with a {@link ModelFailure} only, which may be the cause of a
   *     {@link java.util.concurrent.CompletionException}
   */
  public CompletionStage<ModelVerdict> classify(
      List<CategoryText> categories, String head, String tail) {
    var instructions = TASK + lines(categories);
    var schema =
        new AnswerSchema(
            "category_of_document",
            List.of(
                new AnswerField(
                    "category",
                    "the category that fits best",
                    categories.stream().map(CategoryText::name).toList(),
                    MOST_OF_A_REASON),
                new AnswerField(
                    "reason", "why, in at most 20 words", List.of(), MOST_OF_A_REASON)));
    var empty = request(instructions, "", schema);
    int room =
        client.settings().context()
            - client.settings().maxTokens()
            - Tokens.atMost(empty.system())
            - Tokens.atMost(empty.user())
            - AROUND;
    return ask(new Question(instructions, schema, head, tail), room, TIMES);
  }

  private static String lines(List<CategoryText> categories) {
    return categories.stream()
        .map(one -> "- %s: %s".formatted(one.name(), Printable.text(one.description())))
        .collect(Collectors.joining("\n"));
  }

  private ModelRequest request(String instructions, String data, AnswerSchema schema) {
    return new ModelRequest(
        instructions, data, QUESTION, Optional.of(schema), client.settings().maxTokens());
  }

  private record Question(String instructions, AnswerSchema schema, String head, String tail) {
    int length() {
      return head.length() + tail.length();
    }

    /** Both, or what of them has so many tokens at most. */
    Shown within(int tokens) {
      int ofTail =
          Math.min(Tokens.atMost(tail), Math.max(tokens / 3, tokens - Tokens.atMost(head)));
      var end = Tokens.last(tail, ofTail);
      var beginning = Tokens.first(head, tokens - (end.isEmpty() ? 0 : ofTail));
      int taken = beginning.length() + end.length();
      return new Shown(end.isEmpty() ? beginning : beginning + LEFT_OUT + end, taken);
    }
  }

  private record Shown(String text, int taken) {}

  private CompletionStage<ModelVerdict> ask(Question question, int room, int times) {
    if (room < 1) {
      return CompletableFuture.failedFuture(
          new ModelFailure(
              ModelFailure.Kind.TOO_LONG,
              "the categories and their descriptions do not fit into MODEL_CONTEXT, so that no document does: raise it"));
    }
    var shown = question.within(room);
    return client
        .ask(request(question.instructions(), shown.text(), question.schema()))
        .handle(
            (answer, failure) ->
                failure == null
                    ? CompletableFuture.completedStage(verdict(question, shown, answer))
                    : shorter(question, room, times, ModelFailure.unwrapped(failure)))
        .thenCompose(next -> next);
  }

  /** How many tokens a text has is only guessed here, and a server may have less room than told. */
  private CompletionStage<ModelVerdict> shorter(
      Question question, int room, int times, ModelFailure failure) {
    return failure.kind() == ModelFailure.Kind.TOO_LONG && times > 1
        ? ask(
            question,
            Math.min(room, Tokens.atMost(question.head() + question.tail())) / 2,
            times - 1)
        : CompletableFuture.failedFuture(failure);
  }

  private static ModelVerdict verdict(Question question, Shown shown, ModelAnswer answer) {
    return new ModelVerdict(
        answer.fields().get("category"),
        Printable.text(answer.fields().get("reason")),
        answer.model(),
        shown.taken(),
        shown.taken() < question.length(),
        answer.tokensIn(),
        answer.tokensOut());
  }
}
