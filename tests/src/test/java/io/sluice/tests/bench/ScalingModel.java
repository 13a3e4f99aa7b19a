package io.sluice.tests.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Plays a cluster: what a group of items takes of each thing goes in, with nodes, places and cores;
 * how many items a second come out, and what is busy. Each place does one group after another: it
 * waits for the origin's leave, for its answer, for a core of its node, for answers of the database
 * and for a core of that one. All of it stands in line where it comes.
 */
final class ScalingModel {
  private static final double WARM_UP = 20;
  private static final double END = 120;
  private static final long SEED = 1;

  static final int MOST_NODES = 200;
  private static final double WORTH = 0.9;

  /** Part of a group, behind which the next one begins. */
  private static final int LAST = 5;

  private final Work work;
  private final Cluster cluster;
  private final Random random = new Random(SEED);
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingDouble(Step::at));
  private final Cores[] nodes;
  private final Cores database;
  private double opens;
  private long groups;

  /**
   * A kind of work, by what a group of it takes.
   *
   * @param items of a group
   * @param requests to the origin, of which each waits for its leave
   * @param answer seconds until the origin has answered all of them
   * @param originCpu seconds of a core that the origin takes for that, where it is on the machine
   *     of all
   * @param nodeCpu seconds of a core of a node, children included
   * @param databaseCpu seconds of a core of the database
   * @param trips answers of the database that are waited for one after another
   */
  record Work(
      String name,
      int items,
      int requests,
      double answer,
      double originCpu,
      double nodeCpu,
      double databaseCpu,
      int trips) {}

  /**
   * What does it.
   *
   * @param places groups at once on a node
   * @param cores of each node
   * @param databaseCores 0 where the database shares the cores of the first node, and all other
   *     nodes do so, too: all on one machine
   * @param trip seconds to the database and back
   * @param permits requests a second that the origin lets through, of all nodes
   */
  record Cluster(int nodes, int places, int cores, int databaseCores, double trip, double permits) {
    Cluster of(int other) {
      return new Cluster(other, places, cores, databaseCores, trip, permits);
    }
  }

  /**
   * What came of it.
   *
   * @param nodeBusy share of the cores of nodes
   * @param databaseBusy share of the cores of the database
   * @param originBusy share of what the origin lets through
   */
  record Outcome(double perSecond, double nodeBusy, double databaseBusy, double originBusy) {
    /** Of what there is no more; places where all else has room. */
    String limit() {
      double most = Math.max(originBusy, Math.max(nodeBusy, databaseBusy));
      if (most < 0.9) {
        return "places";
      }
      return most == originBusy ? "origin" : most == databaseBusy ? "database" : "cores of nodes";
    }
  }

  /** A place of a node that has come to the next part of its group. */
  private record Step(double at, int node, int part) {}

  /** Some cores that take turns. */
  private static final class Cores {
    private final int count;

    /** When each of them is free again. */
    private final PriorityQueue<Double> free;

    private double used;

    Cores(int count) {
      this.count = count;
      free = new PriorityQueue<>(Collections.nCopies(count, 0.0));
    }

    /** Gives when it is done. */
    double take(double now, double seconds) {
      double done = Math.max(now, free.remove()) + seconds;
      free.add(done);
      used += now >= WARM_UP ? seconds : 0;
      return done;
    }

    double busy() {
      return Math.min(1, used / (END - WARM_UP) / count);
    }
  }

  private ScalingModel(Work work, Cluster cluster) {
    this.work = work;
    this.cluster = cluster;
    nodes = new Cores[cluster.nodes()];
    if (isOneMachine()) {
      database = new Cores(cluster.cores());
      Arrays.fill(nodes, database);
    } else {
      database = new Cores(cluster.databaseCores());
      Arrays.setAll(nodes, node -> new Cores(cluster.cores()));
    }
  }

  private boolean isOneMachine() {
    return cluster.databaseCores() == 0;
  }

  /**
   * How many nodes still do nine tenths each of what one does alone: more are worth less and less.
   *
   * @return at most {@value #MOST_NODES}
   */
  static int worth(Work work, Cluster cluster) {
    double one = play(work, cluster.of(1)).perSecond();
    int enough = 1;
    int many = MOST_NODES + 1;
    while (many - enough > 1) {
      int nodes = (enough + many) / 2;
      if (play(work, cluster.of(nodes)).perSecond() >= WORTH * nodes * one) {
        enough = nodes;
      } else {
        many = nodes;
      }
    }
    return enough;
  }

  static Outcome play(Work work, Cluster cluster) {
    return new ScalingModel(work, cluster).play();
  }

  private Outcome play() {
    for (int node = 0; node < cluster.nodes(); node++) {
      for (int place = 0; place < cluster.places(); place++) {
        steps.add(new Step(random.nextDouble(), node, 0));
      }
    }
    while (steps.peek().at() < END) {
      var step = steps.poll();
      steps.add(next(step));
    }
    double seconds = END - WARM_UP;
    double rate = groups / seconds;
    return new Outcome(
        rate * work.items(),
        Arrays.stream(nodes).distinct().mapToDouble(Cores::busy).average().orElse(0),
        database.busy(),
        work.requests() * rate / cluster.permits());
  }

  private Step next(Step step) {
    double now = step.at();
    double then =
        switch (step.part()) {
          case 0 -> leave(now);
          case 1 -> now + some(work.answer());
          case 2 -> isOneMachine() ? database.take(now, some(work.originCpu())) : now;
          case 3 -> nodes[step.node()].take(now, some(work.nodeCpu()));
          case 4 -> now + work.trips() * cluster.trip();
          default -> database.take(now, some(work.databaseCpu()));
        };
    if (step.part() < LAST) {
      return new Step(then, step.node(), step.part() + 1);
    }
    groups += then >= WARM_UP && then < END ? 1 : 0;
    return new Step(then, step.node(), 0);
  }

  /** One after another, as the origin's rate lets them. */
  private double leave(double now) {
    if (work.requests() == 0) {
      return now;
    }
    opens = Math.max(now, opens) + work.requests() / cluster.permits();
    return opens;
  }

  /** Half as much to half as much again. */
  private double some(double seconds) {
    return seconds * (0.5 + random.nextDouble());
  }
}
