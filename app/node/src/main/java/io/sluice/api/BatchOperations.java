package io.sluice.api;

import io.sluice.batch.Batch;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.ledger.batch.ItemState;
import io.sluice.persistence.Beginning;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.BatchView;
import io.sluice.view.BatchesView;
import io.sluice.view.RetriedItemsView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.pattern.StatusReply;

/** What the API does with batches that there are. It looks at their rows, never at their items. */
final class BatchOperations {
  private static final String LIST = "batches";
  private static final String NAMED = "named-batches";

  /** Shorter than a server waits for an answer. */
  private static final Duration RETRY_PATIENCE = Duration.ofSeconds(15);

  private static final CompletionStage<BatchRetry.Retried> NOTHING =
      CompletableFuture.completedFuture(new BatchRetry.Retried(0, false));

  private final Batches batches;
  private final BatchList list;
  private final BatchRetry retry;
  private final EntityRequests<Batch.Command, Batch.Update> requests;
  private final BatchViews views;
  private final Consumer<BatchRow> forget;
  private final Predicate<BatchRow> goesOn;
  private final Blocking blocking;

  /**
   * @param forget removes what was sent for a batch that is removed
   * @param goesOn whether something is still made of the items of a batch that is complete
   */
  BatchOperations(
      Batches batches,
      BatchList list,
      ItemRetry items,
      EntityRequests<Batch.Command, Batch.Update> requests,
      BatchViews views,
      Consumer<BatchRow> forget,
      Predicate<BatchRow> goesOn,
      Blocking blocking) {
    this.batches = batches;
    this.list = list;
    retry =
        new BatchRetry(
            items, row -> requests.ask(row.id(), Batch.Retry::new), blocking, RETRY_PATIENCE);
    this.requests = requests;
    this.views = views;
    this.forget = forget;
    this.goesOn = goesOn;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listBatches",
        blocking.answering(this::page),
        "getBatch",
        blocking.answering(call -> views.of(row(call))),
        "pauseBatch",
        this::pause,
        "resumeBatch",
        call -> changed(call, Batch.Resume::new),
        "cancelBatch",
        call -> changed(call, Batch.Cancel::new),
        "retryBatch",
        this::retry,
        "removeBatch",
        this::remove);
  }

  /** One of which nothing is left to do stays complete. */
  private CompletionStage<HttpResponse> pause(Call call) {
    return begun(call)
        .thenCompose(
            row ->
                blocking
                    .run(() -> isOver(row) ? views.of(row) : null)
                    .thenCompose(
                        over ->
                            over == null
                                ? ask(row, Batch.Pause::new)
                                : CompletableFuture.completedFuture(over)))
        .thenApply(Json::ok);
  }

  private boolean isOver(BatchRow row) {
    return row.phase() == BatchPhase.COMPLETED && !goesOn.test(row);
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    boolean purge = call.flag("purge");
    return begun(call)
        .thenCompose(
            row ->
                requests
                    .ask(row.id(), replyTo -> new Batch.Remove(purge, replyTo))
                    .thenApply(update -> forgotten(row)));
  }

  private HttpResponse forgotten(BatchRow row) {
    blocking.run(
        () -> {
          forget.accept(row);
          return row;
        });
    return HttpResponse.create().withStatus(StatusCodes.ACCEPTED);
  }

  private CompletionStage<HttpResponse> retry(Call call) {
    var which =
        new ItemRetry.Which(
            call.optional("state").map(ItemState::ofColumn), call.optional("reason"));
    return blocking
        .run(() -> row(call))
        .thenCompose(
            row ->
                // What it is told to look for must be there. One that may not refuses.
                (row.phase().canRetry() ? retry.of(row, which) : NOTHING)
                    .thenCompose(
                        retried ->
                            ask(row, Batch.Retry::new)
                                .thenApply(
                                    now ->
                                        new RetriedItemsView(
                                            now, retried.items(), retried.goesOn()))))
        .thenApply(Json::ok);
  }

  private BatchesView page(Call call) {
    var which =
        new BatchList.Which(
            call.optional("state").map(BatchPhase::ofColumn),
            call.optional("kind"),
            call.optional("since")
                .map(since -> HistoryOperation.time(call, "since", Instant.now())));
    return call.optional("begins").isPresent() ? named(call, which) : newest(call, which);
  }

  private BatchesView named(Call call, BatchList.Which which) {
    var after = PageToken.place(call, NAMED, Function.identity(), "");
    var page = list.named(new Beginning(call.text("begins")), after, which, call.limit());
    return new BatchesView(
        page.rows().stream().map(views::of).toList(),
        page.next().map(name -> PageToken.of(call, NAMED, name)).orElse(null));
  }

  private BatchesView newest(Call call, BatchList.Which which) {
    long before = PageToken.place(call, LIST, Long::parseLong, Long.MAX_VALUE);
    var rows = list.page(before, which, call.limit());
    return new BatchesView(
        rows.stream().map(views::of).toList(), PageToken.next(call, LIST, rows, BatchRow::id));
  }

  /** The batch that a call names, by its number or its name. */
  BatchRow row(Call call) {
    return row(call, "id");
  }

  /**
   * @param parameter in which it is named
   */
  BatchRow row(Call call, String parameter) {
    var named = call.text(parameter);
    return find(named).orElseThrow(() -> unknown(named, parameter));
  }

  private static ProblemException unknown(String named, String parameter) {
    return Problem.of(404, "no-such-batch", "There is no batch " + Shown.of(named))
        .in(parameter)
        .remedy("sluice batch list, or GET /api/batches, tells which there are.")
        .thrown();
  }

  private Optional<BatchRow> find(String named) {
    return named.matches("[1-9][0-9]{0,17}")
        ? batches.byId(Long.parseLong(named))
        : batches.byName(named);
  }

  /** What a batch is asked. */
  interface Question extends Function<ActorRef<StatusReply<Batch.Update>>, Batch.Request> {}

  private CompletionStage<HttpResponse> changed(Call call, Question question) {
    return begun(call).thenCompose(row -> ask(row, question)).thenApply(Json::ok);
  }

  /** The node that made its row may have died before it told it to begin. */
  private CompletionStage<BatchRow> begun(Call call) {
    return blocking
        .run(() -> row(call))
        .thenCompose(
            row ->
                row.phase() == BatchPhase.CREATED
                    ? requests
                        .ask(row.id(), replyTo -> new Batch.Create(AddBatch.upload(row), replyTo))
                        .thenApply(update -> row)
                    : CompletableFuture.completedFuture(row));
  }

  /** Completes with what the batch's row says when it has done what it was asked. */
  CompletionStage<BatchView> ask(BatchRow row, Question question) {
    return requests
        .ask(row.id(), question)
        .thenCompose(update -> blocking.run(() -> views.of(rowNow(row))));
  }

  /** It may have been removed meanwhile. */
  private BatchRow rowNow(BatchRow row) {
    return batches.byId(row.id()).orElseThrow(() -> unknown(row.name(), "id"));
  }
}
