package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;

/**
 * Has the database itself note under which epochs which process wrote messages and photos, told
 * apart by the name that each gives its connections.
 */
final class Witness {
  private final DatabaseAddress database;

  private Witness(DatabaseAddress database) {
    this.database = database;
  }

  /** From now on; the schema must be there. */
  static Witness of(DatabaseAddress database) {
    TestDatabase.execute(
        database,
        """
        CREATE SCHEMA witness;
        CREATE TABLE witness.written (
          channel bigint, epoch bigint, writer text, PRIMARY KEY (channel, epoch, writer));
        CREATE FUNCTION witness.note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO witness.written
          VALUES (NEW.channel_id, NEW.epoch, current_setting('application_name'))
          ON CONFLICT DO NOTHING;
          RETURN NULL;
        END $$;
        CREATE TRIGGER witness AFTER INSERT OR UPDATE ON sluice.message
          FOR EACH ROW EXECUTE FUNCTION witness.note();
        CREATE TRIGGER witness AFTER INSERT OR UPDATE ON sluice.photo
          FOR EACH ROW EXECUTE FUNCTION witness.note();
        """);
    return new Witness(database);
  }

  /** The address for a process of this name. */
  static DatabaseAddress named(DatabaseAddress database, String name) {
    return new DatabaseAddress(
        database.host(),
        database.name(),
        database.user(),
        database.password(),
        "ApplicationName=" + name);
  }

  /** How many processes wrote something. */
  long writers() {
    return TestDatabase.count(database, "SELECT count(DISTINCT writer) FROM witness.written");
  }

  long epochs() {
    return TestDatabase.count(database, "SELECT count(*) FROM witness.written");
  }

  void assertOneWriterOfEachEpoch() {
    assertThat(
            TestDatabase.query(
                database,
                """
                SELECT channel, epoch, string_agg(writer, ', ') FROM witness.written
                GROUP BY 1, 2 HAVING count(*) > 1
                """))
        .as("epochs of channels that two nodes wrote")
        .isEmpty();
  }
}
