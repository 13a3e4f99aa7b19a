package io.sluice.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.tests.bench.ScalingModel.Cluster;
import io.sluice.tests.bench.ScalingModel.Work;
import org.junit.jupiter.api.Test;

/** What is played is what can be reckoned, where that is simple. */
class ScalingModelTest {
  private static final double FREE = 1e9;
  private static final Work WORK = new Work("pages", 20, 1, 0.2, 0.02, 0.01, 10);

  private static void assertPlays(Cluster cluster, double perSecond, String limit) {
    var outcome = ScalingModel.play(WORK, cluster);
    assertThat(outcome.limit()).as(outcome.toString()).isEqualTo(limit);
    assertThat(outcome.perSecond()).isCloseTo(perSecond, within(0.08 * perSecond));
  }

  @Test
  void a_place_does_one_group_after_another() {
    assertPlays(new Cluster(1, 1, 2, 2, 0.007, FREE), 20 / (0.2 + 0.02 + 0.07 + 0.01), "places");
    assertPlays(new Cluster(3, 1, 2, 2, 0.007, FREE), 3 * 20 / 0.3, "places");
  }

  @Test
  void no_more_is_done_than_the_narrowest_part_can() {
    assertPlays(new Cluster(5, 50, 4, 8, 0, 20), 20 * 20, "origin");
    assertPlays(new Cluster(2, 100, 2, 8, 0, FREE), 20 * 2 * 2 / 0.02, "cores of nodes");
    assertPlays(new Cluster(20, 100, 4, 2, 0, FREE), 20 * 2 / 0.01, "database");
  }

  @Test
  void nodes_of_one_machine_share_its_cores_with_the_database() {
    assertPlays(new Cluster(3, 50, 2, 0, 0, FREE), 20 * 2 / 0.03, "database");
  }
}
