package io.sluice.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.http.AllowedAddresses;
import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpFailure;
import io.sluice.http.HttpSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Asks a model a few small questions outside of all origins, as a node would in their words: how
 * long its answers take, and how many come at once. Blocks.
 */
public final class ModelExamination implements AutoCloseable {
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_TOKENS = 64;
  private static final long BUDGET = 32 << 20;

  private static final ModelRequest QUESTION =
      new ModelRequest(
          "Answer in one short sentence.",
          "The ferry leaves the harbour at nine, and comes back in the evening with the mail.",
          "What leaves, and when?",
          Optional.empty(),
          MOST_TOKENS);

  private final ActorSystem<Void> system;
  private final GuardedHttp http;
  private final ModelApi api;
  private final Duration timeout;

  private ModelExamination(
      ActorSystem<Void> system, GuardedHttp http, ModelApi api, Duration timeout) {
    this.system = system;
    this.http = http;
    this.api = api;
    this.timeout = timeout;
  }

  /**
   * @param seconds that answers took in the middle
   * @param tokens that an answer had in the middle
   */
  public record Answers(int count, double seconds, double tokens) {}

  /** Of OPENAI_BASE_URL. */
  public static ModelExamination openAi(Config config) {
    return of(config, new OpenAiApi(ModelSettings.from(config)));
  }

  /** Of OLLAMA_HOST. */
  public static ModelExamination ollama(Config config) {
    return of(config, new OllamaApi(ModelSettings.from(config)));
  }

  private static ModelExamination of(Config config, ModelApi api) {
    var system =
        ActorSystem.create(
            Behaviors.<Void>empty(),
            "doctor",
            ConfigFactory.parseString("pekko { loglevel = off, stdout-loglevel = off }")
                .withFallback(config)
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    var settings = HttpSettings.from(config);
    var anywhere =
        new HttpSettings(AllowedAddresses.ALL, settings.userAgent(), settings.connectTimeout());
    return new ModelExamination(
        system,
        new GuardedHttp(system, anywhere, new ByteBudget(BUDGET)),
        api,
        ModelSettings.from(config).timeout());
  }

  public String name() {
    return "%s of %s".formatted(api.model(), api.address().getRawAuthority());
  }

  /**
   * @throws ModelFailure if it is not there, with what to do
   */
  public void lookUp() throws ModelFailure {
    try (var answer = done(http.send(api.lookUp(), new Bounds(MOST_BYTES, timeout)))) {
      api.checkFound(answer);
    }
  }

  /**
   * Asks so many questions at once.
   *
   * @throws ModelFailure if one is not answered
   */
  public Answers ask(int atOnce) throws ModelFailure {
    long began = System.nanoTime();
    var sent =
        Stream.generate(this::send)
            .limit(atOnce)
            .map(CompletionStage::toCompletableFuture)
            .toList();
    long tokens = 0;
    for (var one : sent) {
      tokens += done(one);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Answers(atOnce, seconds, tokens / (double) atOnce);
  }

  private CompletionStage<Integer> send() {
    return http.send(api.request(QUESTION), new Bounds(MOST_BYTES, timeout))
        .thenCompose(this::tokens);
  }

  private CompletionStage<Integer> tokens(Answer answer) {
    try (answer) {
      return api.learns(answer)
          ? send()
          : CompletableFuture.completedFuture(api.read(answer).tokensOut());
    } catch (ModelFailure e) {
      // An answer of full length was answered, too.
      return e.kind() == ModelFailure.Kind.CUT
          ? CompletableFuture.completedFuture(MOST_TOKENS)
          : CompletableFuture.failedFuture(e);
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws ModelFailure {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ModelFailure failure) {
        throw failure;
      }
      throw new ModelFailure(
          ModelFailure.Kind.UNREACHABLE, SaidLine.of(HttpFailure.unwrapped(e).getMessage()));
    }
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
