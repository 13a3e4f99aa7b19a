package io.sluice.batch;

import io.sluice.ledger.WriteBehind;
import io.sluice.ledger.batch.BatchStates;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.pattern.StatusReply;

/**
 * Keeps a batch's row up to what its journal says, without making the batch wait. It belongs to its
 * batch's actor alone.
 */
final class BatchStateRow {
  private final BatchWork.Self self;
  private final WriteBehind<BatchStates.State> row;
  private BatchState noted;

  BatchStateRow(BatchWork.Self self, BatchStates states, Executor jdbc) {
    this.self = self;
    row =
        new WriteBehind<>(
            "Batch %d: its state".formatted(self.id()),
            states::write,
            BatchStates.State::merge,
            jdbc);
  }

  /** Notes the state, if it is another than the last. */
  void note(BatchState state) {
    if (state instanceof BatchState.Present && !state.equals(noted)) {
      noted = state;
      put(state, Optional.empty());
    }
  }

  /** Notes what went wrong. */
  void stumbled(BatchState state, String error) {
    put(state, Optional.of(error));
  }

  private void put(BatchState state, Optional<String> error) {
    row.put(
        new BatchStates.State(
            self.id(),
            self.version().getAsLong(),
            state.phase(),
            state.isListed(),
            state.reason(),
            error));
  }

  /** Calls when all that was noted is written: now, if it is. */
  void whenWritten(Runnable call) {
    row.whenWritten(call);
  }

  /** Tells how things stand as soon as the row says the same: who asks then reads what it did. */
  void answer(BatchState state, Batch.Request asked) {
    var now = new Batch.Update(self.id(), state.phase(), state.reason());
    row.whenWritten(() -> asked.replyTo().tell(StatusReply.success(now)));
  }
}
