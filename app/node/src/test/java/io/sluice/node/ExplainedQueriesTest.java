package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ExplainedQueries.Explained;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The server explains what all of its databases are asked. */
@Isolated("it changes settings of the server")
class ExplainedQueriesTest {
  @Test
  void queries_of_another_database_are_not_told() {
    var ours = prepared();
    var others = prepared();
    try (var queries = ExplainedQueries.of(ours);
        var elsewhere = ExplainedQueries.of(others)) {
      TestDatabase.execute(others, "SELECT 'theirs'");
      TestDatabase.execute(ours, "SELECT 'ours'");
      assertThat(queries.all())
          .extracting(Explained::query)
          .contains("SELECT 'ours'")
          .doesNotContain("SELECT 'theirs'");
      assertThat(elsewhere.all()).extracting(Explained::query).contains("SELECT 'theirs'");
    }
  }

  private static DatabaseAddress prepared() {
    var database = TestDatabase.create();
    ExplainedQueries.prepare(database);
    return database;
  }
}
