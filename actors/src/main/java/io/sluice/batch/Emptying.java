package io.sluice.batch;

import io.sluice.batch.Batch.Emptied;
import io.sluice.batch.Batch.Restart;
import io.sluice.ledger.batch.BatchRemoval;
import io.sluice.run.Restarts;
import io.sluice.run.RunFailures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.event.Level;

/**
 * The removal of a batch with all its items: begun when its list has come to rest, and again until
 * nothing is left. It belongs to its batch's actor alone.
 */
final class Emptying {
  private final BatchWork.Self self;
  private final BatchNode node;
  private final Executor jdbc;
  private Restarts restarts;
  private Progress progress = Progress.NOT_BEGUN;

  /** How far it is. */
  private enum Progress {
    NOT_BEGUN,
    AT_WORK,
    DONE
  }

  Emptying(BatchWork.Self self, BatchNode node, Executor jdbc) {
    this.self = self;
    this.node = node;
    this.jdbc = jdbc;
    restarts = Restarts.none(node.restarts());
  }

  boolean isDone() {
    return progress == Progress.DONE;
  }

  /** Without effect while it is at work; its end is an {@link Emptied}. */
  void begin(BatchState.Removing state) {
    if (progress != Progress.NOT_BEGUN) {
      return;
    }
    progress = Progress.AT_WORK;
    self.context()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> remove(state), jdbc),
            (done, failure) -> new Emptied(Optional.ofNullable(failure)));
  }

  private void remove(BatchState.Removing state) {
    new BatchRemoval(node.database(), node.runs().ledger())
        .remove(
            self.id(),
            Batch.ledgerName(self.id()),
            (ledger, run) -> {
              var kind = node.kind(state.upload().kind());
              kind.forget(ledger, run, self.id());
              if (state.purge()) {
                kind.purge(ledger, run, self.id());
              }
            });
  }

  /** Gives why something is left, if it is: then it begins again in a while. */
  Optional<String> ended(BatchState state, Emptied command) {
    var reason = command.failure().map(RunFailures::root).map(RunFailures::reason);
    if (reason.isEmpty()) {
      progress = Progress.DONE;
      self.line(Level.INFO).log("{}: removed", state.upload().name());
      self.rest().run();
      return reason;
    }
    progress = Progress.NOT_BEGUN;
    self.line(Level.WARN)
        .log("{}: not wholly removed, goes on later: {}", state.upload().name(), reason.get());
    restarts = restarts.failed();
    self.timers().startSingleTimer(Restart.RESTART, restarts.pauseAfterFailure());
    return reason;
  }
}
