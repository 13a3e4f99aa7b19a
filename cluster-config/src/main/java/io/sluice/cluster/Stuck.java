package io.sluice.cluster;

import io.sluice.ledger.node.Entrance;
import io.sluice.ledger.node.Life;
import io.sluice.ledger.node.NodeRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a node that joins gets nowhere: what it was told comes in, why it must end comes out. */
final class Stuck {
  private static final Duration NO_ANSWER = Duration.ofMinutes(1);

  /** A dead member may have to be taken out before a new one is let in. */
  private static final Duration NO_MEMBER = Duration.ofSeconds(20);

  /** Members hear of one another later than the database. */
  private static final Duration ASTRAY = Duration.ofSeconds(5);

  private final boolean patient;
  private final Lasting unanswered = new Lasting(NO_ANSWER);
  private final Lasting noMember = new Lasting(NO_MEMBER);
  private final Lasting founding = new Lasting(NO_MEMBER);
  private final Lasting astray = new Lasting(ASTRAY);

  /**
   * @param patient whether nodes wait for one another before they found a cluster, as long as it
   *     takes to have them
   */
  Stuck(boolean patient) {
    this.patient = patient;
  }

  /**
   * @param members who has let it in; or nobody
   */
  // Model: tests/models/forming.pml
  Optional<String> because(Entrance entrance, Set<Life> members) {
    boolean alone = members.isEmpty() && !patient;
    boolean isAstray = entrance instanceof Entrance.Astray;
    if (astray.isOver(isAstray)) {
      return Optional.of(
          "the database has another cluster than the one that this node is in: "
              + NodeRow.labels(((Entrance.Astray) entrance).others()));
    }
    if (noMember.isOver(!isAstray && !members.isEmpty())) {
      var where = members.stream().map(Life::address).sorted().collect(Collectors.joining(", "));
      return Optional.of("let in by %s, and no member after %s".formatted(where, noMember));
    }
    if (founding.isOver(alone && entrance instanceof Entrance.First)) {
      return Optional.of("alone, and no member of its own cluster after " + founding);
    }
    if (unanswered.isOver(alone && entrance instanceof Entrance.Join)) {
      var where = String.join(", ", ((Entrance.Join) entrance).addresses());
      return Optional.of("not let in by %s within %s".formatted(where, unanswered));
    }
    return Optional.empty();
  }

  /** While the database is away nobody can help. */
  void forget() {
    List.of(unanswered, noMember, founding, astray).forEach(Lasting::forget);
  }
}
