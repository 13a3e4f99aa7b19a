package io.sluice.api;

import io.sluice.batch.Batch;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.Batches.Taken;
import io.sluice.ledger.batch.NameTakenException;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.view.BatchView;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Has a batch worked on: a body of JSON comes in, the batch goes out. */
final class AddBatch implements Operation {
  private static final int CREATED = 201;

  private final ActorSystem<?> system;
  private final Batches batches;
  private final BatchList list;
  private final BatchSources sources;
  private final BatchOperations operations;
  private final Blocking blocking;

  AddBatch(
      ActorSystem<?> system,
      Batches batches,
      BatchList list,
      BatchSources sources,
      BatchOperations operations,
      Blocking blocking) {
    this.system = system;
    this.batches = batches;
    this.list = list;
    this.sources = sources;
    this.operations = operations;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    // Files that were sent are counted, however many they are.
    Uploads.mayTakeLong(call);
    return RequestBody.whole(
            call.request(), system, body -> blocking.run(() -> taken(WantedBatch.read(body))))
        .thenCompose(
            taken ->
                begun(taken).thenApply(view -> Json.answer(taken.isNew() ? CREATED : 200, view)));
  }

  private CompletionStage<BatchView> begun(Taken taken) {
    return operations.ask(taken.row(), replyTo -> new Batch.Create(upload(taken.row()), replyTo));
  }

  /** Has one worked on that the node itself asks for. */
  CompletionStage<BatchRow> make(WantedBatch wanted) {
    wanted.check();
    return blocking
        .run(() -> taken(wanted))
        .thenCompose(taken -> begun(taken).thenApply(view -> taken.row()));
  }

  static Batch.Upload upload(BatchRow row) {
    return new Batch.Upload(row.name(), row.kind(), row.source());
  }

  private Taken taken(WantedBatch wanted) {
    var source = sources.stored(wanted);
    var known = Optional.ofNullable(wanted.key()).flatMap(list::byRequestKey);
    var taken = known.map(row -> new Taken(row, false)).orElseGet(() -> taken(wanted, source));
    var row = taken.row();
    if (!BatchSources.isOf(row, wanted.kind(), source)
        || wanted.name() != null && !wanted.name().equals(row.name())) {
      throw Problem.of(
              409, "key-in-use", "Something else was asked for with this key: " + row.name())
          .in("key")
          .remedy("Take another key for another batch.")
          .thrown();
    }
    return taken;
  }

  private Taken taken(WantedBatch wanted, String source) {
    sources.uploads().check(wanted.source());
    try {
      return batches.take(
          new NewBatch(
              Optional.ofNullable(wanted.name()),
              wanted.kind(),
              source,
              Optional.ofNullable(wanted.key())));
    } catch (NameTakenException e) {
      throw Problem.of(409, "name-taken", Shown.of(e.getMessage()))
          .in("name")
          .remedy("Take another name, or none.")
          .thrown();
    }
  }
}
