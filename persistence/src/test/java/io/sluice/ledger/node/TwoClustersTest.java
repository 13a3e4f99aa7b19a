package io.sluice.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes whose cluster is not that of the rows learn it, whichever way they came there. */
class TwoClustersTest {
  private static final UUID IMAGES = UUID.randomUUID();
  private static Database database;

  private final List<Nodes> nodes =
      IntStream.range(0, 5).mapToObj(i -> new Nodes(database, Duration.ofSeconds(15))).toList();

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void noNodes() {
    execute("DELETE FROM sluice.node");
    execute("UPDATE sluice.cluster SET image_dir = NULL");
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private static Set<Life> lives(Collection<Integer> numbers) {
    return numbers.stream()
        .map(number -> new Life("127.0.0.%d:1".formatted(number), number))
        .collect(Collectors.toSet());
  }

  private static Nodes.Entry entry(int number, Integer... members) {
    return new Nodes.Entry(Optional.of("127.0.0.%d:1".formatted(number)), number, IMAGES)
        .among(lives(List.of(members)));
  }

  private Entrance enter(int number, Integer... members) {
    return nodes.get(number).enter(entry(number, members));
  }

  private Entrance up(int number, Integer... members) {
    return nodes.get(number).up(entry(number, members));
  }

  private void dies(int number) {
    nodes.get(0).end(nodes.get(number).id(), NodeRow.State.DOWN, "its process has ended");
  }

  /** However long this test takes. */
  private static void allAreHeardOf() {
    execute("UPDATE sluice.node SET last_seen = now() + interval '1 hour'");
  }

  private List<String> states() {
    return nodes.stream()
        .flatMap(
            node ->
                TestDatabase.query(
                    database.address(),
                    "SELECT state FROM sluice.node WHERE id = '%s'".formatted(node.id()))
                    .stream())
        .map(row -> row.get(0))
        .toList();
  }

  @Test
  void who_was_made_a_member_by_one_that_is_gone_is_not_up_beside_who_has_founded_since() {
    enter(0);
    enter(1);
    dies(0);
    assertThat(enter(2)).isEqualTo(new Entrance.First(false));
    assertThat(up(1, 0)).isInstanceOf(Entrance.Astray.class);
    nodes.get(2).leaving();
    assertThat(up(1, 0)).as("while the other one leaves").isInstanceOf(Entrance.Astray.class);
    assertThat(states()).containsExactly("down", "joining", "leaving");
    nodes.get(2).leave();
    assertThat(up(1, 0)).isEqualTo(new Entrance.In(true));
  }

  @Test
  void one_of_the_members_that_is_up_is_enough() {
    enter(0);
    enter(1);
    up(1, 0);
    enter(2);
    dies(0);
    assertThat(up(2, 0, 1)).isEqualTo(new Entrance.In(false));
  }

  @Test
  void another_life_at_the_address_of_a_member_is_none() {
    enter(1);
    enter(2);
    execute("UPDATE sluice.node SET uid = 77 WHERE uid = 1");
    assertThat(up(2, 1)).isInstanceOf(Entrance.Astray.class);
    assertThat(enter(2, 1)).isInstanceOf(Entrance.Astray.class);
  }

  @Test
  void who_was_let_in_by_one_that_is_gone_neither_founds_nor_joins_another_but_ends() {
    enter(0);
    enter(1);
    dies(0);
    assertThat(enter(1, 0)).isEqualTo(new Entrance.Out("who let it in is gone: 127.0.0.0:1"));
    enter(2);
    enter(3);
    assertThat(enter(3, 0)).isInstanceOf(Entrance.Astray.class);
    assertThat(states()).containsExactly("down", "down", "up", "joining");
  }

  @Test
  void who_was_let_in_by_one_whose_row_is_about_to_be_up_waits_for_that() {
    enter(0);
    enter(1);
    enter(2);
    dies(0);
    assertThat(enter(2, 0, 1)).isEqualTo(new Entrance.Join(List.of("127.0.0.1:1")));
    assertThat(states()).containsExactly("down", "joining", "joining");
    dies(1);
    assertThat(enter(2, 0, 1)).isInstanceOf(Entrance.Out.class);
  }

  @Test
  void who_was_taken_for_dead_is_out_whatever_it_asks_for_and_ends_nobody() {
    enter(0);
    enter(1);
    dies(1);
    execute("UPDATE sluice.node SET process = 0");
    var out = new Entrance.Out("others took this node for dead: its process has ended");
    assertThat(enter(1)).isEqualTo(out);
    assertThat(enter(1, 0)).isEqualTo(out);
    assertThat(up(1, 0)).isEqualTo(out);
    assertThat(states()).containsExactly("up", "down");
  }

  @Test
  void where_something_else_founds_the_first_that_is_a_member_brings_its_images() {
    assertThat(nodes.get(0).enter(entry(0).founding(false))).isInstanceOf(Entrance.First.class);
    var other = new Nodes.Entry(Optional.of("127.0.0.1:1"), 1, UUID.randomUUID()).founding(false);
    assertThat(nodes.get(1).enter(other)).isInstanceOf(Entrance.First.class);
    assertThat(states()).containsExactly("joining", "joining");
    assertThat(up(0)).isEqualTo(new Entrance.In(true));
    assertThatThrownBy(() -> nodes.get(1).up(other.among(lives(List.of(0)))))
        .hasMessageStartingWith("IMAGE_DIR is not the directory that the other nodes use");
    assertThat(states()).containsExactly("up", "joining");
  }

  @Test
  void of_two_clusters_the_smaller_one_ends_and_of_equals_that_of_the_younger() {
    for (int i = 0; i < 5; i++) {
      enter(i);
      execute("UPDATE sluice.node SET state = 'up'");
    }
    allAreHeardOf();
    execute("UPDATE sluice.node SET process_started = now() - uid * interval '1 hour'");
    assertThat(strangers(0, 1)).containsExactly(4, 3, 2);
    assertThat(strangers(4, 0, 1, 2, 3)).isEmpty();

    assertThat(giveWay(2, 3, 4)).as("the larger").isEmpty();
    assertThat(giveWay(0, 1)).hasValueSatisfying(why -> assertThat(why).contains("127.0.0.4:1"));
    assertThat(giveWay(1, 0)).isPresent();
    assertThat(giveWay(2, 3, 4)).as("one cluster now").isEmpty();

    assertThat(giveWay(4)).as("alone against two").isPresent();
    assertThat(giveWay(3)).as("the older of two").isEmpty();
    assertThat(nodes.get(3).giveWay(Set.of(), true)).as("long after").isPresent();
    assertThat(states()).containsExactly("down", "down", "up", "down", "down");
  }

  private List<Integer> strangers(int number, Integer... members) {
    return nodes.get(number).strangers(lives(List.of(members))).stream()
        .map(row -> (int) row.uid())
        .toList();
  }

  private Optional<String> giveWay(int number, Integer... members) {
    return nodes.get(number).giveWay(lives(List.of(members)), false);
  }

  @Test
  void who_is_not_heard_of_is_no_cluster_and_who_leaves_ends_by_itself() {
    enter(0);
    enter(1);
    execute("UPDATE sluice.node SET state = 'up'");
    allAreHeardOf();
    execute("UPDATE sluice.node SET last_seen = now() - interval '6 seconds' WHERE uid = 0");
    assertThat(strangers(1)).isEmpty();
    assertThat(giveWay(1)).isEmpty();
    nodes.get(1).leaving();
    allAreHeardOf();
    assertThat(giveWay(1)).as("it goes anyway").isEmpty();
    assertThat(strangers(0)).containsExactly(1);
  }
}
