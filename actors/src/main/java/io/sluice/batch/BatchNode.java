package io.sluice.batch;

import io.sluice.metrics.ItemMetrics;
import io.sluice.metrics.Stages;
import io.sluice.persistence.Database;
import io.sluice.run.Places;
import io.sluice.run.RestartSettings;
import io.sluice.run.RunNode;
import io.sluice.run.SettledLog;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the batches and chunks of one node share.
 *
 * @param kinds of batches that there are
 * @param database with the ledger
 * @param runs what runs share
 * @param places the node's places
 * @param stages where items are seen that do not come out
 * @param metrics counts what comes of items
 * @param restarts when a failed run is started again
 * @param turns of those that are tried apart
 * @param log tells how batches go
 * @param settings how batches are cut and worked on
 */
public record BatchNode(
    List<Kind> kinds,
    Database database,
    RunNode runs,
    ActorRef<Places.Command> places,
    Stages stages,
    ItemMetrics metrics,
    RestartSettings restarts,
    TrialTurns turns,
    SettledLog log,
    BatchSettings settings) {

  public BatchNode {
    kinds = List.copyOf(kinds);
  }

  /**
   * @throws UnknownKindException if this program has none of that name
   */
  Kind kind(String name) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UnknownKindException(name, kinds));
  }
}
