package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.node.NodeRow;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RunsTest {
  private static Database database;

  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();
  private final String entity = "channel-" + first;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void twoNodes() {
    insert(first);
    insert(second);
  }

  private static void insert(UUID node) {
    execute(
        """
        INSERT INTO sluice.node (id, state, address, host, process, process_started)
        VALUES ('%s', 'up', 'here:1', 'here', 1, now())
        """
            .formatted(node));
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private static void become(UUID node, NodeRow.State state) {
    execute(
        "UPDATE sluice.node SET state = '%s' WHERE id = '%s'"
            .formatted(state.name().toLowerCase(Locale.ROOT), node));
  }

  private long epoch() {
    return TestDatabase.count(
        database.address(),
        "SELECT coalesce(max(epoch), 0) FROM sluice.run WHERE entity = '" + entity + "'");
  }

  @ParameterizedTest
  @EnumSource(names = {"UP", "LEAVING", "ALONE"})
  void a_run_begins_on_a_node_that_is(NodeRow.State state) {
    become(first, state);
    assertThat(new Runs(database, first).begin(entity).fence()).isEqualTo(new Fence(entity, 1));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"UP", "LEAVING", "ALONE"})
  void no_run_begins_on_a_node_that_is(NodeRow.State state) {
    new Runs(database, second).begin(entity);
    become(first, state);
    assertThatThrownBy(() -> new Runs(database, first).begin(entity))
        .isInstanceOf(FencedException.class)
        .hasMessageStartingWith(
            state.isLive() ? "this node is not in the cluster yet" : "this node was taken for dead")
        .hasMessageContaining(entity);
    assertThat(epoch()).isOne();
  }

  @Test
  void no_run_begins_on_a_node_without_a_row() {
    execute("DELETE FROM sluice.node");
    assertThatThrownBy(() -> new Runs(database, first).begin(entity))
        .isInstanceOf(FencedException.class);
    assertThat(epoch()).isZero();
  }

  @Test
  void the_node_that_had_the_run_before_is_named() {
    new Runs(database, first).begin(entity);
    assertThat(new Runs(database, second).begin(entity).before()).contains("here:1");
    assertThat(new Runs(database, second).begin(entity).before()).isEmpty();
  }
}
