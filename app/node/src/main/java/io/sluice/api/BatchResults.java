package io.sluice.api;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.server.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Sends what has become of a batch's items, line by line. It reads some at a time, as fast as they
 * are taken, so no transaction lasts as long as a slow client.
 */
final class BatchResults {
  private static final int STEP = 1_000;

  private final Map<String, KindResults> kinds;
  private final BatchOperations batches;
  private final Blocking blocking;

  BatchResults(Map<String, KindResults> kinds, BatchOperations batches, Blocking blocking) {
    this.kinds = kinds;
    this.batches = batches;
    this.blocking = blocking;
  }

  Operation operation() {
    return blocking.responding(this::answer);
  }

  private HttpResponse answer(Call call) {
    var batch = batches.row(call);
    var results = results(batch, call);
    var format = ResultFormat.named(call.text("format"), escapes(call, results));
    var states = states(call);
    var lines =
        Source.unfoldAsync(
                1L, first -> blocking.run(() -> step(batch, results, first, states, format)))
            .filter(bytes -> !bytes.isEmpty());
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(format.type(), headed(format.head(results.columns()), lines)))
        .addHeader(RawHeader.create("Content-Disposition", "attachment"));
  }

  private static boolean escapes(Call call, KindResults results) {
    return call.optional("formulas").map("escape"::equals).orElseGet(results::withoutFormulas);
  }

  private KindResults results(BatchRow batch, Call call) {
    var results = kinds.get(batch.kind());
    if (results == null) {
      throw Problem.of(422, "unknown-kind", "This node does not know the kind " + batch.kind())
          .in("id")
          .remedy("Ask a node of the version that the batch was given to.")
          .thrown();
    }
    var lines = results.of(batch.id());
    lines = call.flag("parts") ? lines.withParts() : lines;
    lines = call.flag("approved") ? lines.approved() : lines;
    return call.flag("full-text") ? lines.withText() : lines;
  }

  private static Source<ByteString, NotUsed> headed(
      String head, Source<ByteString, NotUsed> lines) {
    return head.isEmpty() ? lines : lines.prepend(Source.single(ByteString.fromString(head)));
  }

  private static List<ItemState> states(Call call) {
    return call.optional("state")
        .map(text -> Arrays.stream(text.split(",")).map(ItemState::ofColumn).toList())
        .orElse(List.of(ItemState.values()));
  }

  private Optional<Pair<Long, ByteString>> step(
      BatchRow batch,
      KindResults results,
      long first,
      List<ItemState> states,
      ResultFormat format) {
    if (first > results.last(batch.id(), batch.listed())) {
      return Optional.empty();
    }
    long last = results.lastAtOnce(batch.id(), first, first + STEP - 1);
    var text =
        results.rows(batch.id(), first, last, states).stream()
            .map(values -> format.line(results.columns(), values))
            .collect(Collectors.joining());
    return Optional.of(Pair.create(last + 1, ByteString.fromString(text)));
  }
}
