package io.sluice.message;

import io.sluice.ledger.message.CallLeases;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageCalls;
import io.sluice.ledger.message.MessageResults;
import io.sluice.ledger.message.MessageResults.Result;
import io.sluice.ledger.message.MessageTasks;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.ledger.message.ParkedTasks;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.metrics.MessageMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node writes messages with.
 *
 * @param lease for how long tasks are taken on; while they are worked on, it is renewed
 */
record MessageNode(
    MessageTasks tasks,
    ParkedTasks parked,
    TasksLeft left,
    MessageCalls calls,
    CallLeases leases,
    MessageBudgets budgets,
    MessageResults results,
    DoNotContact doNotContact,
    MessageDrafts drafts,
    MessageMetrics metrics,
    MessageSettings settings,
    Duration lease) {
  private static final Logger LOG = LoggerFactory.getLogger(MessageNode.class);

  /** Of these the ones that nobody is to write to. */
  Set<String> suppressed(List<Taken> tasks) {
    var entries = new HashSet<String>();
    tasks.forEach(task -> entries.addAll(MessageDrafts.addresses(task.site())));
    return entries.isEmpty() ? Set.of() : doNotContact.of(entries);
  }

  void settle(Collection<Result> done) {
    results.settle(done);
    done.forEach(one -> metrics.written(one.written().status().word()));
  }

  void putOff(List<Taken> tasks, String problem) {
    tasks.forEach(task -> metrics.failed());
    this.tasks.putOff(tasks, problem);
  }

  /** They wait until more may be spent for their batches. */
  void park(List<Taken> paused) {
    if (paused.isEmpty()) {
      return;
    }
    parked.park(paused);
    paused.stream()
        .map(Taken::batch)
        .distinct()
        .forEach(
            batch ->
                budgets
                    .of(batch)
                    .map(MessageBudgets.Standing::paused)
                    .ifPresent(
                        reason -> LOG.warn("Messages of batch {} pause: {}", batch, reason)));
  }

  /** Done by nodes that ask no model, too: others may have gone with what they had asked. */
  void tend() {
    int lost = leases.settleLost();
    if (lost > 0) {
      LOG.info("{} requests for messages were lost with who had sent them", lost);
    }
    var waiting = left.all();
    metrics.waiting(waiting.all(), waiting.failed());
  }
}
