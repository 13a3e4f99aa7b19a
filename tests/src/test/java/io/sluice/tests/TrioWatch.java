package io.sluice.tests;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Counts, by the rows and by what each node sees of its cluster, whether there is one, and for how
 * long a node that runs is in none.
 */
final class TrioWatch {
  private static final Duration STUCK = Duration.ofSeconds(30);

  private static final String IN = "in ";

  private final DatabaseAddress database;

  /** With when each was last seen in a cluster, or began to run. */
  private final Map<HostedNode, Long> running = new HashMap<>();

  private Duration longestStuck = Duration.ZERO;
  private Duration longestTwo = Duration.ZERO;
  private long lastSeenOne = System.nanoTime();

  TrioWatch(DatabaseAddress database) {
    this.database = database;
  }

  void start(HostedNode host) {
    host.start();
    back(host);
  }

  /** It runs again. */
  void back(HostedNode host) {
    running.put(host, System.nanoTime());
  }

  /** It does not run any more. */
  void gone(HostedNode host) {
    running.remove(host);
  }

  List<HostedNode> running() {
    return List.copyOf(running.keySet());
  }

  Duration longestStuck() {
    return longestStuck;
  }

  Duration longestTwo() {
    return longestTwo;
  }

  /** Of the rows that live. */
  List<String> states() {
    return rows().values().stream().sorted().toList();
  }

  /** States by addresses. */
  private Map<String, String> rows() {
    var live = "SELECT address, state FROM sluice.node WHERE state NOT IN ('left', 'down')";
    return TestDatabase.query(database, live).stream()
        .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
  }

  /** Looks at the nodes until this is so. */
  void await(String what, BooleanSupplier condition, Duration patience) {
    Sluice.await(
        what,
        () -> {
          look();
          return condition.getAsBoolean();
        },
        patience);
  }

  private void look() {
    var rows = rows();
    var clusters = new HashSet<Set<String>>();
    var views = new ArrayList<String>();
    for (var host : running()) {
      var view = host.view();
      views.add(view);
      if (isIn(view) && "up".equals(rows.get(self(view)))) {
        running.put(host, System.nanoTime());
        clusters.add(members(view).keySet());
      }
      var without = since(running.get(host));
      if (without.compareTo(STUCK) > 0) {
        throw new AssertionError(
            "in no cluster for %s: %s, of rows %s".formatted(without, views, rows));
      }
      longestStuck = longer(longestStuck, without);
    }
    if (areOne(clusters)) {
      lastSeenOne = System.nanoTime();
    }
    longestTwo = longer(longestTwo, since(lastSeenOne));
  }

  private static boolean areOne(Collection<Set<String>> clusters) {
    return clusters.stream()
        .allMatch(one -> clusters.stream().noneMatch(other -> Collections.disjoint(one, other)));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** All that run are up in one cluster, there is nobody else in it, and the rows say the same. */
  boolean isWhole() {
    var rows = rows();
    return rows.size() == running.size()
        && running().stream()
            .map(HostedNode::view)
            .allMatch(view -> isIn(view) && members(view).equals(rows))
        && Set.copyOf(rows.values()).equals(Set.of("up"));
  }

  private static boolean isIn(String view) {
    return view.startsWith(IN);
  }

  private static String self(String view) {
    return view.substring(IN.length(), view.indexOf(": "));
  }

  /** States by addresses. */
  private static Map<String, String> members(String view) {
    return Arrays.stream(view.substring(view.indexOf(": ") + 2).split(", "))
        // One that was just taken out sees nobody.
        .filter(member -> !member.isEmpty())
        .map(member -> member.split(" "))
        .collect(Collectors.toMap(member -> member[0], member -> member[1]));
  }
}
