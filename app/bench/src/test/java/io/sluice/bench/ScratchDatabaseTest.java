package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import org.junit.jupiter.api.Test;

class ScratchDatabaseTest {
  private static boolean isThere(DatabaseAddress home, String name) {
    return TestDatabase.count(
            home, "SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(name))
        == 1;
  }

  @Test
  void one_that_is_in_use_is_left_to_whoever_has_it() {
    var home = TestDatabase.create();
    var first = ScratchDatabase.create(home);
    try (var second = ScratchDatabase.create(home)) {
      ScratchDatabase.dropLeftovers(home);
      assertThat(isThere(home, first.address().name())).isTrue();
      assertThat(isThere(home, second.address().name())).isTrue();
    }
    first.close();
    assertThat(isThere(home, first.address().name())).isFalse();
  }

  @Test
  void one_that_was_left_behind_is_dropped() {
    var home = TestDatabase.create();
    TestDatabase.execute(home, "CREATE DATABASE sluice_bench_0123abcd");
    ScratchDatabase.dropLeftovers(home);
    assertThat(isThere(home, "sluice_bench_0123abcd")).isFalse();
  }
}
