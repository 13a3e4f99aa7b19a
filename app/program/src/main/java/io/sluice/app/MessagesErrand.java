package io.sluice.app;

import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageReview;
import io.sluice.ledger.message.MessageStatus;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.terminal.Printable;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the messages of a batch of websites are written, and tells how many. */
final class MessagesErrand implements BatchErrand {
  private static final Logger LOG = LoggerFactory.getLogger(MessagesErrand.class);
  private static final long LOOK_MILLIS = 500;

  private final boolean quiet;
  private volatile boolean stopped;
  private volatile long waiting = Long.MAX_VALUE;

  /** Why they wait, behind what is told of them; empty where nothing is known of that. */
  private volatile String held = "";

  /**
   * @param quiet whether nothing is told, since the report is not for people
   */
  MessagesErrand(boolean quiet) {
    this.quiet = quiet;
  }

  @Override
  public void await(Database database, BatchRow batch, ProgressDisplay display)
      throws InterruptedException {
    var left = new TasksLeft(database);
    var batches = new Batches(database);
    display.show(() -> line(batch));
    while (!stopped && waiting != 0) {
      look(left, batches, batch);
      if (waiting != 0) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
  }

  private String line(BatchRow batch) {
    return waiting == Long.MAX_VALUE
        ? batch.name() + ": messages are written"
        : "%s: %d messages are left to write%s".formatted(batch.name(), waiting, held);
  }

  private void look(TasksLeft left, Batches batches, BatchRow batch) {
    try {
      var phase = batches.byId(batch.id()).map(BatchRow::phase);
      // Of one that was cancelled meanwhile, or forgotten, nothing is written any more.
      boolean goesOn = phase.filter(now -> now != BatchPhase.CANCELLED).isPresent();
      waiting = goesOn ? left.of(batch.id()) : 0;
      held =
          phase.filter(now -> now == BatchPhase.PAUSED).isPresent()
              ? ", and the batch is paused"
              : left.problem(batch.id()).map(why -> "; one had to wait: " + why).orElse("");
    } catch (DatabaseException e) {
      if (!e.isOutage()) {
        throw e;
      }
      LOG.debug("The messages cannot be looked at", e);
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public int end(Database database, BatchRow batch, PrintWriter out) {
    var paused = new MessageBudgets(database).of(batch.id()).map(MessageBudgets.Standing::paused);
    if (!quiet) {
      tell(database, batch, out);
      paused.ifPresent(
          reason -> out.println(Printable.text(batch.name() + ": no more are written: " + reason)));
    }
    return paused.isPresent() ? 1 : 0;
  }

  private static void tell(Database database, BatchRow batch, PrintWriter out) {
    var counts =
        new MessageReview(database)
            .counts(batch.id()).stream()
                .filter(count -> count.status() != MessageStatus.SKIPPED)
                .map(
                    count ->
                        "%d %s%s"
                            .formatted(
                                count.rows(),
                                count.status().word(),
                                count.reason() == null ? "" : " (" + count.reason() + ")"))
                .collect(Collectors.joining(", "));
    out.println(
        Printable.text(batch.name() + ": messages: " + (counts.isEmpty() ? "none" : counts)));
  }
}
