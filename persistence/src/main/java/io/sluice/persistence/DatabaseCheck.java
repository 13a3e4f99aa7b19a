package io.sluice.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Looks whether a database can be used, before anything is made or changed in it: how it keeps
 * text, and what its user may do there.
 */
final class DatabaseCheck {
  private static final String ENCODING = "UTF8";

  private final Database database;

  DatabaseCheck(Database database) {
    this.database = database;
  }

  /**
   * What the server tells of the database; names as its statements take them.
   *
   * @param hasSchema whether our schema is there
   * @param mayUse whether the user may look into it
   * @param closed a table of it that the user may not read or not change; null for none
   * @param foreign the owner of a table of it that the user may not alter; null for none
   */
  private record Facts(
      String name,
      String encoding,
      boolean standby,
      boolean readOnly,
      String user,
      boolean mayCreate,
      boolean hasSchema,
      boolean mayUse,
      boolean mayCreateInSchema,
      String closed,
      String foreign) {

    static Facts of(ResultSet row) throws SQLException {
      return new Facts(
          row.getString("name"),
          row.getString("encoding"),
          row.getBoolean("standby"),
          row.getBoolean("read_only"),
          row.getString("user_name"),
          row.getBoolean("may_create"),
          row.getBoolean("has_schema"),
          row.getBoolean("may_use"),
          row.getBoolean("may_create_in_schema"),
          row.getString("closed"),
          row.getString("foreign_owner"));
    }

    private Optional<String> refusal() {
      if (!encoding.equals(ENCODING)) {
        return Optional.of(
            ("its encoding is %s, Sluice needs UTF8: make another one with CREATE DATABASE name"
                    + " ENCODING 'UTF8' TEMPLATE template0")
                .formatted(encoding));
      }
      if (standby) {
        return Optional.of(
            "it is on a standby, where nothing can be stored: name the primary in DATABASE_URL");
      }
      if (readOnly) {
        return Optional.of(
            "it is read only for %s: ALTER ROLE %s SET default_transaction_read_only = off, or for the database, whichever sets it"
                .formatted(user, user));
      }
      if (!hasSchema) {
        return mayCreate
            ? Optional.empty()
            : Optional.of(
                "%s may not make the schema sluice in it: GRANT CREATE ON DATABASE %s TO %s"
                    .formatted(user, name, user));
      }
      if (!mayUse) {
        return Optional.of(
            "%s may not use the schema sluice: GRANT USAGE ON SCHEMA sluice TO %s"
                .formatted(user, user));
      }
      return closed == null
          ? Optional.empty()
          : Optional.of(
              ("%s may not read and change %s: GRANT ALL ON ALL TABLES IN SCHEMA sluice TO %s;"
                      + " GRANT ALL ON ALL SEQUENCES IN SCHEMA sluice TO %s")
                  .formatted(user, closed, user, user));
    }

    private Optional<String> refusalToMigrate() {
      if (foreign != null) {
        return Optional.of(
            "its schema is of an earlier version, and %s may not change what belongs to %s: start this version once as %s, or GRANT %s TO %s"
                .formatted(user, foreign, foreign, foreign, user));
      }
      return !hasSchema || mayCreateInSchema
          ? Optional.empty()
          : Optional.of(
              "its schema is of an earlier version, and %s may make nothing in it: GRANT CREATE ON SCHEMA sluice TO %s"
                  .formatted(user, user));
    }
  }

  /**
   * @throws DatabaseException with what is wrong and what to do
   */
  void run() {
    refuse(facts().refusal());
  }

  /**
   * To be called when there is something to be made.
   *
   * @throws DatabaseException with what is wrong and what to do
   */
  void runBeforeMigration() {
    refuse(facts().refusalToMigrate());
  }

  /** What is wrong and what to do, where nothing is to be done about it now; empty for nothing. */
  static Optional<String> refusal(Connection connection) throws SQLException {
    return facts(connection).refusal();
  }

  /** The same before there is something to be made. */
  static Optional<String> refusalToMigrate(Connection connection) throws SQLException {
    return facts(connection).refusalToMigrate();
  }

  private void refuse(Optional<String> refusal) {
    refusal.ifPresent(
        words -> {
          throw new DatabaseException("database %s: %s".formatted(database.address(), words));
        });
  }

  private Facts facts() {
    return database.controlTransaction(DatabaseCheck::facts);
  }

  private static Facts facts(Connection connection) throws SQLException {
    try (var statement =
            connection.prepareStatement(
                """
                SELECT quote_ident(current_database()) AS name,
                  current_setting('server_encoding') AS encoding,
                  pg_is_in_recovery() AS standby,
                  current_setting('transaction_read_only')::boolean AS read_only,
                  quote_ident(current_user) AS user_name,
                  has_database_privilege(current_database(), 'CREATE') AS may_create,
                  schema IS NOT NULL AS has_schema,
                  has_schema_privilege(schema, 'USAGE') AS may_use,
                  has_schema_privilege(schema, 'CREATE') AS may_create_in_schema,
                  (SELECT quote_ident(min(relname)) FROM pg_class
                    WHERE relnamespace = schema AND NOT CASE
                      -- A partition is used by the rights on its table.
                      WHEN relkind IN ('r', 'p') AND NOT relispartition
                        THEN has_table_privilege(oid, 'SELECT')
                        AND has_table_privilege(oid, 'INSERT')
                        AND has_table_privilege(oid, 'UPDATE')
                        AND has_table_privilege(oid, 'DELETE')
                      WHEN relkind = 'S' THEN has_sequence_privilege(oid, 'USAGE') OR EXISTS (
                        SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'i')
                      ELSE true END) AS closed,
                  (SELECT quote_ident(min(pg_get_userbyid(relowner))) FROM pg_class
                    WHERE relnamespace = schema AND relkind IN ('r', 'p')
                      AND NOT pg_has_role(relowner, 'USAGE')) AS foreign_owner
                FROM (SELECT to_regnamespace('sluice')::oid AS schema) AS ours
                """);
        var row = statement.executeQuery()) {
      row.next();
      return Facts.of(row);
    }
  }
}
