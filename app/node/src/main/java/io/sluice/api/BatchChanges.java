package io.sluice.api;

import io.sluice.ledger.Gone;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.view.BatchRateView;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What of batches is looked at each second, for their rates too, and told of them. The counters of
 * chunks at work change without their batch's time, so all that are at work are looked at.
 */
record BatchChanges(BatchList list, BatchViews views) implements Changes.Rows<BatchRow> {

  /** Of this its view is made. */
  private record Shown(BatchRow row, BatchRateView rate) {}

  @Override
  public List<BatchRow> changing(Instant since, Set<Long> moving) {
    var rows = list.changing(since, moving);
    views.look(rows, System.nanoTime());
    return rows;
  }

  @Override
  public long id(BatchRow row) {
    return row.id();
  }

  @Override
  public Instant changedAt(BatchRow row) {
    return row.changedAt();
  }

  /** One that was stopped still stores what is on its way. */
  @Override
  public boolean isMoving(BatchRow row) {
    return row.inFlight();
  }

  @Override
  public Object shown(BatchRow row) {
    return new Shown(row, views.rate(row));
  }

  @Override
  public LiveEvent event(BatchRow row) {
    return LiveEvent.of(Gone.What.BATCH, row.id(), "batch", views.of(row));
  }

  @Override
  public String goneName() {
    return "batchRemoved";
  }
}
