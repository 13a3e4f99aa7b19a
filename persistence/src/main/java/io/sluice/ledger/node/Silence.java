package io.sluice.ledger.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Since when nodes are silent while this one listens. After an outage of the database all of them
 * are, and none is dead: so one is given up only if it says nothing while another one can hear it.
 */
final class Silence {
  private final Duration patience;
  private final Map<UUID, Heard> heard = new HashMap<>();
  private final Map<UUID, Instant> first = new HashMap<>();

  /** What was last heard, and since when (by this process's own count) nothing else. */
  private record Heard(Instant last, long sinceNanos) {}

  Silence(Duration patience) {
    this.patience = patience;
  }

  /** Whether a node was not heard of for longer than a live one may keep silent. */
  boolean isSilent(NodeRow row) {
    return row.silentSeconds() > patience.toMillis() / 1000.0;
  }

  /** Those of whom nobody knows yet. */
  // Model: tests/models/forming.pml
  List<NodeRow> unsure(List<NodeRow> silent) {
    long now = System.nanoTime();
    return silent.stream()
        .filter(
            row -> {
              var before = heard.get(row.id());
              if (before == null || !before.last().equals(row.lastSeen())) {
                heard.put(row.id(), new Heard(row.lastSeen(), now));
                return true;
              }
              return now - before.sinceNanos() < patience.toNanos();
            })
        .toList();
  }

  /** Whether it has said something since this node listens. */
  boolean hasSpoken(NodeRow row) {
    return !first.computeIfAbsent(row.id(), id -> row.lastSeen()).equals(row.lastSeen());
  }

  void forget() {
    heard.clear();
  }
}
