package io.sluice.ledger.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaysAheadTest {
  @Test
  void events_of_a_day_to_come_move_to_its_partition() {
    var address = TestDatabase.withSchema();
    try (var database = TestDatabase.open(address)) {
      TestDatabase.execute(
          address,
          """
          INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id)
          VALUES (now() + interval '1 day', 'upload', 'ahead', '1-0'),
            (now() + interval '1 year', 'upload', 'far', '2-0')
          """);
      new FileRows(database).lookAhead();
      assertThat(
              TestDatabase.query(
                  address,
                  """
                  SELECT filename, tableoid = 'sluice.file_events_others'::regclass
                  FROM sluice.file_events ORDER BY 1
                  """))
          .isEqualTo(List.of(List.of("ahead", "f"), List.of("far", "t")));
    }
  }
}
