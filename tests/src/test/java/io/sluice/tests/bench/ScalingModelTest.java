package io.sluice.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.tests.bench.ScalingModel.Cluster;
import io.sluice.tests.bench.ScalingModel.Work;
import org.junit.jupiter.api.Test;

/** What is played is what can be reckoned, where that is simple. */
class ScalingModelTest {
  private static final double FREE = 1e9;
  private static final Work WORK = new Work("pages", 20, 1, 0.2, 0.005, 0.02, 0.01, 10);

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
    assertPlays(new Cluster(3, 50, 2, 0, 0, FREE), 20 * 2 / 0.035, "database");
  }

  @Test
  void it_is_within_15_percent_of_one_two_and_three_nodes_as_measured() {
    assertThat(ScalingFigures.ALL_RUNS)
        .hasSize(3)
        .allSatisfy(run -> assertThat(run.off(run.played())).isBetween(-0.15, 0.15));
  }

  @Test
  void one_node_foretells_two_and_errs_by_no_more_than_a_fifth_of_three_that_share_its_cores() {
    assertThat(ScalingFigures.ALL_RUNS)
        .allSatisfy(run -> assertThat(run.off(run.foretold())).isBetween(-0.15, 0.2));
  }

  @Test
  void ten_and_a_hundred_nodes_do_as_many_times_as_much_until_the_database_is_busy() {
    var files = new Work("files", 50, 0, 0, 0, 0.02, 0.004, 10);
    var cluster = new Cluster(1, 4, 2, 4, 0.0005, FREE);
    // 100 groups a second of a node's two cores, 1,000 of the database's four.
    assertThat(ScalingModel.play(files, cluster.of(1)).perSecond()).isCloseTo(5_000, within(250.0));
    var ten = ScalingModel.play(files, cluster.of(10));
    assertThat(ten.perSecond()).isBetween(44_000.0, 50_500.0);
    var hundred = ScalingModel.play(files, cluster.of(100));
    assertThat(hundred.limit()).isEqualTo("database");
    assertThat(hundred.perSecond()).isCloseTo(50_000, within(1_000.0));
    assertThat(ScalingModel.worth(files, cluster)).isBetween(9, 11);
  }

  @Test
  void nodes_of_machines_of_their_own_are_no_fewer_than_needed_where_nothing_is_shared() {
    var alone = new Cluster(1, 4, 2, 10_000, 0.0005, FREE);
    assertThat(ScalingModel.worth(WORK, alone)).isEqualTo(ScalingModel.MOST_NODES);
  }
}
