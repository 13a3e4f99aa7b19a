package io.sluice.api;

import io.sluice.ledger.file.SweepRow;
import io.sluice.ledger.file.Sweeps;
import io.sluice.server.Json;
import io.sluice.view.SweepView;
import java.time.Duration;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Has files removed of which no row tells, and tells how far that is: a node walks, not this. */
final class SweepOperations {
  private static final int ACCEPTED = 202;

  private final Sweeps sweeps;
  private final Blocking blocking;

  SweepOperations(Sweeps sweeps, Blocking blocking) {
    this.sweeps = sweeps;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "startSweep",
        blocking.responding(this::start),
        "getSweep",
        blocking.answering(call -> view(sweeps.now())));
  }

  private HttpResponse start(Call call) {
    sweeps.request(Duration.ofSeconds(call.number("leastAgeSeconds")));
    return Json.answer(ACCEPTED, view(sweeps.now()));
  }

  private static SweepView view(SweepRow row) {
    return new SweepView(
        state(row),
        row.leastAge().toSeconds(),
        row.place() / (double) SweepRow.PLACES,
        row.files(),
        row.removed(),
        row.bytes(),
        row.drafts(),
        row.problem(),
        Json.time(row.startedAt()),
        Json.time(row.endedAt()));
  }

  private static String state(SweepRow row) {
    if (row.startedAt() == null) {
      return "none";
    }
    return row.endedAt() == null ? "running" : "ended";
  }
}
