package io.sluice.tests;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Three processes that become a cluster again and again, while something happens to the first. */
final class Trio implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NODES = 3;
  private static final int LATEST_START_MILLIS = 500;
  private static final int LATEST_FATE_MILLIS = 2_500;

  /** Half of the freezes are longer than it takes the others to go on without the founder. */
  private static final int SHORTEST_FREEZE_MILLIS = 1_000;

  private static final int LONGEST_FREEZE_MILLIS = 20_000;

  private final DatabaseAddress database;
  private final Path log;
  private final UUID images = UUID.randomUUID();
  private final List<HostedNode> hosts = new ArrayList<>();

  /** What becomes of the one that founds. */
  enum Fate {
    KILLED,
    FROZEN,
    DRAINED
  }

  /**
   * How it went.
   *
   * @param what happened, and when
   * @param nodes how many there are afterwards
   * @param whole from then on until they are one cluster
   * @param stuck for how long one of them was in no cluster, at most
   * @param two for how long there were two, at most
   */
  record Outcome(Fate fate, String what, int nodes, Duration whole, Duration stuck, Duration two) {}

  Trio(DatabaseAddress database, Path log) {
    this.database = database;
    this.log = log;
    for (int i = 0; i < NODES; i++) {
      hosts.add(host(i));
    }
  }

  private HostedNode host(int number) {
    return HostedNode.start(
        database, TestDatabase.withSchema(), "127.0.0." + (number + 1), images, log);
  }

  Outcome form(Random random) {
    TestDatabase.execute(database, "DELETE FROM sluice.node");
    TestDatabase.execute(database, "DELETE FROM sluice.lease");
    var watch = new TrioWatch(database);
    int first = random.nextInt(NODES);
    var founder = hosts.get(first);
    watch.start(founder);
    watch.await("a founder", watch::isWhole, PATIENCE);
    var others = hosts.stream().filter(host -> host != founder).toList();
    watch.start(others.get(0));
    Sluice.pause(random.nextInt(LATEST_START_MILLIS));
    watch.start(others.get(1));
    Sluice.pause(random.nextInt(LATEST_FATE_MILLIS));
    var states = watch.states();
    var fate = Fate.values()[random.nextInt(Fate.values().length)];
    var what = fate + meet(fate, first, watch, random) + " where rows were " + states;
    long began = System.nanoTime();
    watch.await("one cluster", watch::isWhole, PATIENCE);
    var whole = Duration.ofNanos(System.nanoTime() - began);
    var left = watch.running();
    left.forEach(host -> host.end("stop"));
    return new Outcome(fate, what, left.size(), whole, watch.longestStuck(), watch.longestTwo());
  }

  /** Returns when it is over, with what is to be said of it. */
  private String meet(Fate fate, int first, TrioWatch watch, Random random) {
    var founder = hosts.get(first);
    watch.gone(founder);
    switch (fate) {
      case KILLED -> {
        founder.close();
        hosts.set(first, host(first));
      }
      case DRAINED -> founder.end("drain");
      case FROZEN -> {
        int millis = SHORTEST_FREEZE_MILLIS + random.nextInt(LONGEST_FREEZE_MILLIS);
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        founder.freeze();
        watch.await("the thaw", () -> System.nanoTime() > until, PATIENCE);
        founder.thaw();
        watch.back(founder);
        return " for %.1f s".formatted(millis / 1000.0);
      }
      default -> throw new IllegalArgumentException(fate.toString());
    }
    return "";
  }

  @Override
  public void close() {
    hosts.forEach(HostedNode::close);
  }
}
