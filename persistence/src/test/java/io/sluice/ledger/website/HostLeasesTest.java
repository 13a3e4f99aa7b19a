package io.sluice.ledger.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HostLeasesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static void age(Database database) {
    database.transaction(
        connection ->
            Sql.update(connection, "UPDATE sluice.host_lease SET until = until - interval '61 s'"));
  }

  @Test
  void a_host_is_of_one_until_it_is_given_back_or_not_kept() {
    try (var database = TestDatabase.open()) {
      var one = new HostLeases(database, UUID.randomUUID(), MINUTE);
      var other = new HostLeases(database, UUID.randomUUID(), MINUTE);

      assertThat(one.take(List.of("b", "a", "a"))).isEmpty();
      assertThat(one.take(Set.of("a"))).as("it has it already").isEmpty();
      var refused = other.take(List.of("a", "c"));
      assertThat(refused).containsOnlyKeys("a");
      assertThat(refused.get("a")).isBetween(Duration.ofSeconds(30), MINUTE);
      assertThat(other.giveBack(List.of("a", "b"))).isZero();
      assertThat(one.giveBack(List.of("a"))).isEqualTo(1);
      assertThat(other.take(List.of("a"))).isEmpty();

      assertThat(other.take(List.of("b"))).isNotEmpty();
      age(database);
      assertThat(one.take(List.of("b"))).as("late, and nobody has come").isEmpty();
      assertThat(other.take(List.of("b"))).isNotEmpty();
      age(database);
      assertThat(other.take(List.of("b"))).isEmpty();
      assertThat(one.take(List.of("b"))).as("another has come").containsOnlyKeys("b");

      database.transaction(connection -> Sql.update(connection, "TRUNCATE sluice.host_lease"));
      assertThat(other.take(List.of("b"))).as("kept, where the table was lost").isEmpty();
      assertThat(one.take(List.of("b"))).containsOnlyKeys("b");
    }
  }
}
