package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.file.FileRows;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that cannot be used is refused with what to do, and is left as it was. */
class DatabaseCheckTest {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String ALL =
      """
      SELECT nspname, relname FROM pg_namespace LEFT JOIN pg_class ON relnamespace = pg_namespace.oid
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1, 2
      """;

  /** All that a user needs to whom the schema does not belong. */
  private static final String[] ALL_RIGHTS = {
    "GRANT USAGE ON SCHEMA sluice TO \"%s\"",
    "GRANT ALL ON ALL TABLES IN SCHEMA sluice TO \"%s\"",
    "GRANT ALL ON ALL SEQUENCES IN SCHEMA sluice TO \"%s\""
  };

  private static void assertRefused(DatabaseAddress address, String because) {
    var owner = TestDatabase.create();
    var administrator =
        new DatabaseAddress(owner.host(), address.name(), owner.user(), owner.password(), "");
    var before = TestDatabase.query(administrator, ALL);
    assertThatThrownBy(() -> TestDatabase.open(address))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("database " + address + ": " + because);
    assertThat(TestDatabase.query(administrator, ALL)).isEqualTo(before);
  }

  /** The database as a user that is nobody else's. */
  private static DatabaseAddress withUser(DatabaseAddress address, String... rights) {
    var user = "user-" + COUNT.incrementAndGet();
    TestDatabase.execute(address, "CREATE ROLE \"%s\" LOGIN PASSWORD 'secret'".formatted(user));
    for (var right : rights) {
      TestDatabase.execute(address, right.formatted(user));
    }
    return new DatabaseAddress(address.host(), address.name(), user, "secret", "");
  }

  private static String quoted(DatabaseAddress address) {
    return '"' + address.user() + '"';
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQL_ASCII", "LATIN1", "WIN1251", "EUC_JP"})
  void another_encoding_is_refused(String encoding) {
    assertRefused(
        TestDatabase.create(
            "ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0".formatted(encoding)),
        "its encoding is %s, Sluice needs UTF8: make another one with CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0"
            .formatted(encoding));
  }

  @Test
  void another_collation_is_not() {
    TestDatabase.open(
            TestDatabase.create("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"))
        .close();
  }

  @Test
  void a_user_who_may_make_no_schema_is_refused() {
    var address = withUser(TestDatabase.create());
    assertRefused(
        address,
        "%s may not make the schema sluice in it: GRANT CREATE ON DATABASE %s TO %s"
            .formatted(quoted(address), address.name(), quoted(address)));
  }

  @Test
  void the_remedies_that_are_named_are_all_that_is_needed() {
    var database = TestDatabase.create();
    var address =
        withUser(database, "GRANT CREATE ON DATABASE %s TO \"%%s\"".formatted(database.name()));
    TestDatabase.open(address).close();

    var guest = withUser(database);
    assertRefused(
        guest,
        "%s may not use the schema sluice: GRANT USAGE ON SCHEMA sluice TO %s"
            .formatted(quoted(guest), quoted(guest)));
    TestDatabase.execute(database, "GRANT USAGE ON SCHEMA sluice TO " + quoted(guest));
    var tables = "GRANT ALL ON ALL TABLES IN SCHEMA sluice TO " + quoted(guest);
    var sequences = "GRANT ALL ON ALL SEQUENCES IN SCHEMA sluice TO " + quoted(guest);
    assertRefused(
        guest,
        "%s may not read and change batch: %s; %s".formatted(quoted(guest), tables, sequences));
    TestDatabase.execute(database, tables);
    assertRefused(
        guest,
        "%s may not read and change classification_taking: %s; %s"
            .formatted(quoted(guest), tables, sequences));
    TestDatabase.execute(database, sequences);
    TestDatabase.open(guest).close();
  }

  @Test
  void a_user_with_these_rights_may_have_the_partitions_of_coming_days_made() {
    var database = TestDatabase.create();
    TestDatabase.open(database).close();
    var guest = withUser(database, ALL_RIGHTS);
    try (var opened = TestDatabase.open(guest)) {
      new FileRows(opened).lookAhead();
    }
    TestDatabase.execute(
        guest,
        "INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id)"
            + " VALUES (now(), 'upload', 'a', '1/1')");
    assertThat(
            TestDatabase.query(
                guest, "SELECT tableoid::regclass::text LIKE '%_20%' FROM sluice.file_events"))
        .isEqualTo(List.of(List.of("t")));
    TestDatabase.open(guest).close();
  }

  @Test
  void a_partitioned_table_is_looked_at_as_any_other() {
    var database = TestDatabase.create();
    TestDatabase.open(database).close();
    var guest = withUser(database, ALL_RIGHTS);
    TestDatabase.execute(database, "REVOKE INSERT ON sluice.file_events FROM " + quoted(guest));
    assertThatThrownBy(() -> TestDatabase.open(guest))
        .hasMessageContaining("may not read and change file_events: ");
  }

  @Test
  void an_earlier_schema_is_brought_up_to_date_by_its_owner_alone() {
    var database = TestDatabase.create();
    TestDatabase.migrateTo("6", database);
    var guest = withUser(database, ALL_RIGHTS);
    assertRefused(
        guest,
        "its schema is of an earlier version, and %s may not change what belongs to postgres: start this version once as postgres, or GRANT postgres TO %s"
            .formatted(quoted(guest), quoted(guest)));
    TestDatabase.open(database).close();
    for (var all : List.of("TABLES", "SEQUENCES")) {
      TestDatabase.execute(
          database, "GRANT ALL ON ALL %s IN SCHEMA sluice TO %s".formatted(all, quoted(guest)));
    }
    TestDatabase.open(guest).close();
  }

  @Test
  void a_database_that_is_read_only_is_refused() {
    var database = TestDatabase.create();
    TestDatabase.execute(
        database,
        "ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.name()));
    assertRefused(
        database,
        "it is read only for postgres: ALTER ROLE postgres SET default_transaction_read_only = off,"
            + " or for the database, whichever sets it");
  }
}
