package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.file.FileRow;
import io.sluice.ledger.file.FileRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Events where TimescaleDB is in the database. What stands in for it here takes the arguments that
 * it documents, refuses what it refuses, and notes what it was asked for; it makes no chunks.
 */
class HypertableTest {
  private static final String PARTITIONED =
      "SELECT relkind FROM pg_class WHERE oid = 'sluice.file_events'::regclass";

  private static Path extensions;

  @BeforeAll
  static void install() throws IOException {
    var share =
        TestDatabase.query(
            TestDatabase.create(), "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'");
    extensions = Path.of(share.get(0).get(0), "extension");
    Files.writeString(
        extensions.resolve("timescaledb.control"), "default_version = '0'\nrelocatable = false\n");
    Files.writeString(
        extensions.resolve("timescaledb--0.sql"),
        """
        CREATE TABLE asked (relation text, time_column text, step text, own_indexes boolean);
        CREATE FUNCTION create_hypertable(relation regclass, time_column_name name,
          partitioning_column name = NULL, number_partitions integer = NULL,
          associated_schema_name name = NULL, associated_table_prefix name = NULL,
          chunk_time_interval anyelement = NULL::bigint, create_default_indexes boolean = true,
          if_not_exists boolean = false) RETURNS integer LANGUAGE plpgsql AS $$
        DECLARE
          filled boolean;
        BEGIN
          IF (SELECT relkind FROM pg_class WHERE oid = relation) <> 'r' THEN
            RAISE 'table "%" is already partitioned', relation;
          END IF;
          EXECUTE format('SELECT EXISTS (SELECT FROM %s)', relation) INTO filled;
          IF filled THEN
            RAISE 'table "%" is not empty', relation;
          END IF;
          INSERT INTO @extschema@.asked VALUES
            (relation::text, time_column_name, chunk_time_interval::text, create_default_indexes);
          RETURN 1;
        END $$;
        """);
  }

  @AfterAll
  static void remove() throws IOException {
    Files.delete(extensions.resolve("timescaledb.control"));
    Files.delete(extensions.resolve("timescaledb--0.sql"));
  }

  private static DatabaseAddress withExtension() {
    var address = TestDatabase.create();
    TestDatabase.execute(
        address,
        "CREATE SCHEMA \"Time series\"; CREATE EXTENSION timescaledb SCHEMA \"Time series\"");
    return address;
  }

  private static void store(Database database, long item) {
    new FileRows(database).lookAhead();
    var row =
        new FileRow(
            1, item, "a", new byte[] {1}, 1, "text/plain", "files/a", null, null, null, null);
    database.transaction(connection -> FileRows.insert(connection, List.of(row)));
  }

  private static void assertHypertable(DatabaseAddress address) {
    assertThat(TestDatabase.query(address, "SELECT * FROM \"Time series\".asked"))
        .containsExactly(List.of("file_events", "event_time", "1 day", "f"));
    assertThat(TestDatabase.query(address, PARTITIONED)).containsExactly(List.of("r"));
    assertThat(
            TestDatabase.query(
                address,
                "SELECT relname FROM pg_class WHERE relname LIKE 'file_events%' ORDER BY 1"))
        .containsExactly(
            List.of("file_events"), List.of("file_events_entry"), List.of("file_events_item"));
  }

  @Test
  void a_new_database_has_a_hypertable_and_needs_no_partitions() {
    var address = withExtension();
    try (var database = TestDatabase.open(address)) {
      store(database, 1);
      store(database, 2);
      assertThat(
              database.<Integer>transaction(
                  connection -> FileRows.forget(connection, 1, 10).events()))
          .isEqualTo(2);
    }
    assertHypertable(address);
  }

  @Test
  void events_and_rights_that_are_there_are_taken_over() {
    var address = withExtension();
    TestDatabase.migrateTo("11", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id) VALUES
          ('2025-01-31', 'upload', 'old', '1/1'), (now(), 'upload', 'new', '1/2');
        CREATE ROLE events_reader;
        GRANT SELECT, INSERT ON sluice.file_events TO events_reader
        """);
    TestDatabase.open(address).close();
    assertHypertable(address);
    assertThat(
            TestDatabase.query(address, "SELECT filename FROM sluice.file_events ORDER BY item, 1"))
        .containsExactly(List.of("new"), List.of("old"));
    assertThat(
            TestDatabase.query(
                address,
                """
                SELECT has_table_privilege('events_reader', 'sluice.file_events', 'INSERT'),
                  has_table_privilege('events_reader', 'sluice.file_events', 'DELETE')
                """))
        .containsExactly(List.of("t", "f"));
    TestDatabase.execute(address, "DROP OWNED BY events_reader; DROP ROLE events_reader");
  }

  @Test
  void without_it_each_day_has_its_partition() {
    var address = TestDatabase.create();
    try (var database = TestDatabase.open(address)) {
      store(database, 1);
    }
    assertThat(TestDatabase.query(address, PARTITIONED)).containsExactly(List.of("p"));
    assertThat(TestDatabase.count(address, "SELECT count(*) FROM sluice.file_events_others"))
        .isZero();
  }
}
