package io.sluice.model;

import io.sluice.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Has a model write a text: what is wanted, and data that strangers have written, go in, what it
 * answers comes out, or a {@link ModelFailure}. Thread-safe.
 */
public final class ModelWriter {
  private static final String QUESTION =
      "Write the message for the data between the marks. Answer with its text alone.";

  /** For what servers add around the parts of a prompt. */
  private static final int AROUND = 64;

  private final ModelClient client;

  public ModelWriter(ModelClient client) {
    this.client = client;
  }

  /**
   * What is to be asked.
   *
   * @param key hash of all that decides the answer
   * @param most tokens that the prompt and its answer have at most
   * @param mostIn of these, the prompt's
   * @param isCut whether the data did not fit wholly
   */
  public record Prompt(byte[] key, int most, int mostIn, boolean isCut, ModelRequest request) {}

  /**
   * Makes a prompt. Data that does not fit into the context is cut at its end.
   *
   * @param instructions what is the same in many requests stands first
   * @throws ModelFailure if not even the instructions fit
   */
  public Prompt prompt(String instructions, String data) throws ModelFailure {
    int most = client.settings().maxTokens();
    int around = tokens(request(instructions, ""));
    int room = client.settings().context() - most - around;
    if (room < 1) {
      throw new ModelFailure(
          ModelFailure.Kind.TOO_LONG,
          "instructions of about %d tokens and an answer of %d do not fit into MODEL_CONTEXT, which is %d: raise it"
              .formatted(around, most, client.settings().context()));
    }
    var shown = Tokens.first(data, room);
    var request = request(instructions, shown);
    int in = tokens(request);
    return new Prompt(key(request), in + most, in, shown.length() < data.length(), request);
  }

  private ModelRequest request(String instructions, String data) {
    return new ModelRequest(
        instructions, data, QUESTION, Optional.empty(), client.settings().maxTokens());
  }

  private static int tokens(ModelRequest request) {
    return Tokens.atMost(request.system()) + Tokens.atMost(request.user()) + AROUND;
  }

  private byte[] key(ModelRequest request) {
    var all =
        String.join(
            "\0",
            client.version(),
            Integer.toString(client.settings().context()),
            Integer.toString(request.maxTokens()),
            request.system(),
            request.user());
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks; fails as {@link ModelClient#ask} does. */
  public CompletionStage<ModelAnswer> write(Prompt prompt) {
    return client.ask(prompt.request());
  }

  /** Words of a prompt that no answer may have: it would tell what the model was told. */
  public static boolean isOfPrompt(String answer) {
    return answer.contains("BEGIN DATA")
        || answer.contains("END DATA")
        || answer.contains("between the marks")
        || answer.contains("written by strangers");
  }
}
