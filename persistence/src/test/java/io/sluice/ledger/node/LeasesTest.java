package io.sluice.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private static final Duration LASTS = Duration.ofMinutes(1);
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

  private final Database database = TestDatabase.open();
  private final UUID node = LoneNode.in(database);
  private final Leases leases = new Leases(database, node);

  @AfterEach
  void close() {
    database.close();
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private long count(String sql) {
    return TestDatabase.count(database.address(), sql);
  }

  @Test
  void only_its_owner_gets_it_until_it_has_run_out() {
    var another = new Leases(database, UUID.randomUUID());
    assertThat(leases.acquire("one", LASTS)).isTrue();
    assertThat(leases.acquire("one", LASTS)).isTrue();
    assertThat(another.acquire("one", LASTS)).as("of a node without a row").isFalse();
    another.release("one");
    assertThat(count("SELECT count(*) FROM sluice.lease")).isOne();
    leases.release("one");
    assertThat(count("SELECT count(*) FROM sluice.lease")).isZero();
  }

  @Test
  void a_node_that_was_taken_for_dead_while_it_waited_does_not_get_it() throws Exception {
    execute(
        """
        INSERT INTO sluice.lease VALUES
          ('one', gen_random_uuid(), clock_timestamp() - interval '1 second')
        """);
    var asking =
        database.<CompletableFuture<Boolean>>transaction(
            connection -> {
              Sql.list(connection, "SELECT FROM sluice.lease FOR UPDATE", row -> row);
              var asked = CompletableFuture.supplyAsync(() -> leases.acquire("one", LASTS));
              while (!asked.isDone() && count(WAITING) == 0) {
                Thread.onSpinWait();
              }
              execute("UPDATE sluice.node SET state = 'down'");
              return asked;
            });
    assertThat(asking.get(1, TimeUnit.MINUTES)).isFalse();
    assertThat(count("SELECT count(*) FROM sluice.lease WHERE expires_at > clock_timestamp()"))
        .isZero();
  }
}
