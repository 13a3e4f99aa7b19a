package io.sluice.tests.bench;

import io.sluice.tests.bench.ScalingModel.Cluster;
import io.sluice.tests.bench.ScalingModel.Work;
import java.util.List;

/**
 * What was measured, for the model to be held against: channels whose pages come after 200 ms, on
 * one, two and three nodes with four places each, all with their database and the site on the same
 * two cores ({@code tests/bench cluster rate}).
 */
final class ScalingFigures {
  /** Messages of a page. */
  private static final int PAGE = 20;

  private static final double LATENCY = 0.2;

  /** Of a page, by the site that stands in, asked for as many pages by another process. */
  private static final double SITE_CPU = 0.0042;

  private static final double DATABASE_CPU = 0.0016;
  private static final int TRIPS = 8;

  /** On the same machine. */
  private static final double TRIP = 0.0001;

  private static final double ALL = 1e9;

  static final List<Measured> ALL_RUNS =
      List.of(new Measured(1, 369, 816), new Measured(2, 732, 919), new Measured(3, 894, 1328));

  private ScalingFigures() {}

  /**
   * A run of some nodes.
   *
   * @param perSecond messages
   * @param nodeCpuMillis of a thousand messages, of all nodes
   */
  record Measured(int nodes, double perSecond, double nodeCpuMillis) {
    /** As the model plays it with what the nodes of this very run have taken. */
    double played() {
      return played(nodeCpuMillis);
    }

    /** As it would have been foretold by the run of one node. */
    double foretold() {
      return played(ALL_RUNS.get(0).nodeCpuMillis());
    }

    private double played(double millis) {
      var work =
          new Work("pages", PAGE, 1, LATENCY, SITE_CPU, millis * PAGE / 1e6, DATABASE_CPU, TRIPS);
      return ScalingModel.play(work, new Cluster(nodes, 4, 2, 0, TRIP, ALL)).perSecond();
    }

    /** How far away that is, by what was measured. */
    double off(double played) {
      return played / perSecond - 1;
    }
  }
}
