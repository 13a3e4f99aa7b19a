package io.sluice.model;

import static io.sluice.model.ModelFailure.Kind;

import io.sluice.http.Answer;
import io.sluice.http.Bounds;
import io.sluice.http.HttpFailure;
import io.sluice.http.RetryAfter;
import io.sluice.model.ModelApi.Reply;
import io.sluice.model.Width.Outcome;
import io.sluice.origin.Countdown;
import io.sluice.origin.OriginName;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/**
 * Asks one model of one endpoint: a {@link ModelRequest} goes in, a checked {@link ModelAnswer} or
 * a {@link ModelFailure} comes out. The endpoint is an origin: what it says of being left alone
 * holds for all nodes, and how many requests it bears at once is found here, by each node for
 * itself. One for a node, thread-safe.
 */
public final class ModelClient {
  private static final long MOST_BYTES = 1 << 20;

  /** A turn that does not come in this time is waited for outside the stream. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration PATIENCE_WITH_ORIGIN = Duration.ofSeconds(2);
  private static final Duration LOOK_UP = Duration.ofSeconds(10);

  /** Somebody has to do something first; then it goes on after this. */
  private static final Duration UNTIL_SEEN_TO = Duration.ofMinutes(1);

  private static final Duration UNTIL_PAID = Duration.ofMinutes(10);

  /** When an endpoint that names no time may be open again. */
  private static final Duration MOMENT = Duration.ofSeconds(2);

  /** So many refusals in a row are not those of single requests. */
  private static final int ALL_REFUSED = 5;

  private final ModelApi api;
  private final ModelSettings settings;
  private final ModelAccess access;
  private final OriginName origin;
  private final Width width;
  private final AtomicInteger refused = new AtomicInteger();
  private final PromptLengths lengths = new PromptLengths();

  /** Whether others ask the endpoint for another model. */
  private final boolean isGuest;

  /** Why this model is not to be asked for, and until when. */
  private volatile Optional<ModelFailure> withheld = Optional.empty();

  private ModelClient(ModelApi api, ModelSettings settings, ModelAccess access, boolean isGuest) {
    this.api = api;
    this.settings = settings;
    this.access = access;
    this.isGuest = isGuest;
    origin = new OriginName(OriginName.Kind.MODEL, api.address().getRawAuthority());
    width = new Width(settings.mostAtOnce(), System::nanoTime);
  }

  /** One that asks OLLAMA_HOST. */
  public static ModelClient ollama(ModelSettings settings, ModelAccess access) {
    return new ModelClient(new OllamaApi(settings), settings, access, false);
  }

  /** One that asks OPENAI_BASE_URL. */
  public static ModelClient openAi(ModelSettings settings, ModelAccess access) {
    return new ModelClient(new OpenAiApi(settings), settings, access, false);
  }

  /**
   * The same for a model that not all want: where the endpoint has none, or refuses what is asked
   * of it, the other models are still asked.
   */
  public ModelClient asGuest() {
    return new ModelClient(api, settings, access, true);
  }

  /** Which model of which endpoint is asked, and how: the same is answered by the same. */
  public String version() {
    return "%s %s %s".formatted(api.address(), api.model(), api.parameters());
  }

  public ModelSettings settings() {
    return settings;
  }

  /** Whether the endpoint wants to be left alone now. */
  public boolean isClosed() {
    return closed().isPresent();
  }

  /** How many requests go to the endpoint at once from here, as was found so far. */
  public int width() {
    return width.width();
  }

  /** Completes when the model is there; with a {@link ModelFailure} if it is not. */
  public CompletionStage<Void> lookUp() {
    return access
        .http()
        .send(api.lookUp(), new Bounds(MOST_BYTES, LOOK_UP))
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                return CompletableFuture.<Void>failedFuture(
                    failure(HttpFailure.unwrapped(failure)));
              }
              try (answer) {
                api.checkFound(answer);
                return CompletableFuture.<Void>completedFuture(null);
              } catch (ModelFailure e) {
                return CompletableFuture.<Void>failedFuture(e);
              }
            })
        .thenCompose(found -> found);
  }

  /**
   * Asks when it is this request's turn.
   *
   * @return completes exceptionally with a {@link ModelFailure} only, which may be the cause of a
   *     {@link java.util.concurrent.CompletionException}
   */
  public CompletionStage<ModelAnswer> ask(ModelRequest request) {
    int least = Tokens.atLeast(request.system()) + Tokens.atLeast(request.user());
    if (least + request.maxTokens() > settings.context()) {
      return failed(
          new ModelFailure(
              Kind.TOO_LONG,
              "a prompt of at least %d tokens and an answer of %d do not fit into a context of %d (MODEL_CONTEXT)"
                  .formatted(least, request.maxTokens(), settings.context())));
    }
    var closed = closed();
    if (closed.isPresent()) {
      return failed(closed.get());
    }
    access.asked().incrementAndGet();
    return width
        .enter(PATIENCE)
        .thenCompose(
            entered ->
                entered
                    ? withPlace(request, least)
                    : ModelClient.<ModelAnswer>failed(
                        busy("no answer came to those before", Instant.now().plus(MOMENT))))
        .whenComplete((answer, failure) -> access.asked().decrementAndGet());
  }

  private CompletionStage<ModelAnswer> withPlace(ModelRequest request, int least) {
    var place = width.place();
    var sent = new AtomicBoolean();
    // It may have been closed by one of those before.
    var closed = closed();
    return (closed.isPresent()
            ? ModelClient.<ModelAnswer>failed(closed.get())
            : inTurn(request, least, sent))
        .whenComplete((answer, failure) -> width.leave(place, outcome(sent.get(), failure)));
  }

  /** What was not sent tells nothing of how much the endpoint bears. */
  private static Outcome outcome(boolean sent, Throwable failure) {
    if (!sent) {
      return Outcome.OTHER;
    }
    if (failure == null) {
      return Outcome.ANSWERED;
    }
    var cause = failure.getCause() == null ? failure : failure.getCause();
    if (!(cause instanceof ModelFailure known)) {
      return Outcome.OTHER;
    }
    return switch (known.kind()) {
      case CUT, UNFIT, TOO_LONG, REFUSED -> Outcome.ANSWERED;
      case BUSY, TOO_SLOW -> Outcome.TOO_MUCH;
      default -> Outcome.OTHER;
    };
  }

  private CompletionStage<ModelAnswer> inTurn(ModelRequest request, int least, AtomicBoolean sent) {
    return access
        .origins()
        .acquire(origin, Priority.BACKFILL, PATIENCE_WITH_ORIGIN)
        .thenCompose(
            permit -> {
              sent.set(permit.isPresent());
              return permit.isPresent()
                  ? send(request, least, permit.get())
                  : failed(closed().orElseGet(() -> busy("no turn", Instant.now().plus(MOMENT))));
            });
  }

  /** What is said while this model is not to be asked for, or the origin is closed. */
  private Optional<ModelFailure> closed() {
    var own = withheld;
    return own.flatMap(ModelFailure::notBefore).filter(Instant.now()::isBefore).isPresent()
        ? own
        : closedToAll();
  }

  private Optional<ModelFailure> closedToAll() {
    return StreamSupport.stream(access.origins().closed().spliterator(), false)
        .filter(closing -> closing.origin().equals(origin))
        .map(closing -> busy(closing.reason(), Instant.ofEpochMilli(closing.untilMillis())))
        .findFirst();
  }

  private ModelFailure busy(String reason, Instant until) {
    long left = Math.max(0, Duration.between(Instant.now(), until).toMillis());
    return new ModelFailure(
        Kind.BUSY,
        "%s waits for another %s: %s".formatted(origin, Countdown.words(left), reason),
        Optional.of(until));
  }

  private CompletionStage<ModelAnswer> send(ModelRequest request, int least, Permit permit) {
    return access
        .http()
        .send(api.request(request), new Bounds(MOST_BYTES, settings.timeout()))
        .handle(
            (answer, failure) ->
                failure == null
                    ? onAnswer(request, least, permit, answer)
                    : ModelClient.<ModelAnswer>failed(
                        reported(permit, failure(HttpFailure.unwrapped(failure)))))
        .thenCompose(next -> next);
  }

  private CompletionStage<ModelAnswer> onAnswer(
      ModelRequest request, int least, Permit permit, Answer answer) {
    try (answer) {
      if (api.learns(answer)) {
        return send(request, least, permit);
      }
      var reply = api.read(answer);
      access.origins().answered(permit);
      refused.set(0);
      return CompletableFuture.completedFuture(checked(request, least, reply));
    } catch (ModelFailure e) {
      return failed(reported(permit, e, RetryAfter.of(answer::header)));
    }
  }

  private ModelAnswer checked(ModelRequest request, int least, Reply reply) throws ModelFailure {
    if (lengths.isCut(request, least, reply.tokensIn())) {
      throw new ModelFailure(
          Kind.TOO_LONG,
          "%s took only %d tokens of a prompt that has more: its context is shorter than MODEL_CONTEXT"
              .formatted(origin.host(), reply.tokensIn()));
    }
    return new ModelAnswer(
        reply.content(),
        request.schema().isPresent() ? fields(request.schema().get(), reply) : Map.of(),
        reply.model(),
        reply.tokensIn(),
        reply.tokensOut());
  }

  private static Map<String, String> fields(AnswerSchema schema, Reply reply) throws ModelFailure {
    try {
      return schema.read(reply.content());
    } catch (IllegalArgumentException e) {
      throw new ModelFailure(Kind.UNFIT, "the model's answer is not used: " + e.getMessage());
    }
  }

  private static ModelFailure failure(HttpFailure failure) {
    var kind =
        switch (failure.reason()) {
          case CONNECT, NXDOMAIN, DNS_TIMEOUT -> Kind.UNREACHABLE;
          case TOO_SLOW -> Kind.TOO_SLOW;
          default -> Kind.BROKEN;
        };
    return new ModelFailure(kind, SaidLine.of(failure.getMessage()));
  }

  private ModelFailure reported(Permit permit, ModelFailure failure) {
    return reported(permit, failure, Optional.empty());
  }

  /** Tells the origin, and gives what the asker is told. */
  private ModelFailure reported(Permit permit, ModelFailure failure, Optional<Duration> wait) {
    return switch (failure.kind()) {
      case BUSY -> flooded(permit, failure, wait, MOMENT);
      case QUOTA -> flooded(permit, failure, wait.or(() -> Optional.of(UNTIL_PAID)), UNTIL_PAID);
      case MODEL_MISSING, DENIED ->
          isGuest
              ? withheld(permit, failure)
              : flooded(permit, failure, Optional.of(UNTIL_SEEN_TO), UNTIL_SEEN_TO);
      case REFUSED -> refused(permit, failure);
      case UNREACHABLE, BROKEN, TOO_SLOW -> {
        access.origins().stumbled(permit, failure.getMessage());
        yield failure.until(Instant.now().plus(MOMENT));
      }
      case CUT, UNFIT, TOO_LONG -> {
        access.origins().answered(permit);
        yield failure;
      }
    };
  }

  /** One is refused for what is in it, all of them for what is in none. */
  private ModelFailure refused(Permit permit, ModelFailure failure) {
    if (refused.incrementAndGet() < ALL_REFUSED) {
      access.origins().answered(permit);
      return failure;
    }
    // Behind the pause the next one is refused alone, so that those that are all refused have an
    // end.
    refused.set(ALL_REFUSED - 2);
    return reported(permit, new ModelFailure(Kind.DENIED, failure.getMessage()));
  }

  private ModelFailure withheld(Permit permit, ModelFailure failure) {
    access.origins().answered(permit);
    var until = failure.until(Instant.now().plus(UNTIL_SEEN_TO));
    withheld = Optional.of(until);
    return until;
  }

  private ModelFailure flooded(
      Permit permit, ModelFailure failure, Optional<Duration> wait, Duration otherwise) {
    access.origins().flooded(permit, wait, failure.getMessage());
    return failure.until(Instant.now().plus(wait.orElse(otherwise)));
  }

  private static <T> CompletionStage<T> failed(ModelFailure failure) {
    return CompletableFuture.failedFuture(failure);
  }
}
