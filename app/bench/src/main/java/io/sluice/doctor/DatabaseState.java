package io.sluice.doctor;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether the database can be used: version, encoding, rights, schema. */
final class DatabaseState implements Check {
  static final About ABOUT =
      About.of("database state", "version, encoding, rights and schema", 15, "DATABASE_URL")
          .needing(DatabaseConnect.ABOUT)
          .carrying(WorkKind.MESSAGES, WorkKind.PHOTOS, WorkKind.FILES, WorkKind.DOCUMENTS);

  /** The oldest that Sluice is made for. */
  private static final int OLDEST = 13;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var examination = patient.examination();
    int major;
    String facts;
    try (var connection = examination.connect()) {
      major = connection.getMetaData().getDatabaseMajorVersion();
      facts = facts(connection);
    }
    if (major < OLDEST) {
      return Finding.failed(
          facts, "DATABASE_URL: PostgreSQL %d or later".formatted(OLDEST), "Sluice starts");
    }
    var refusal = examination.refusal();
    if (refusal.isPresent()) {
      return Finding.failed(facts + "; " + refusal.get(), "DATABASE_URL", "Sluice starts");
    }
    int pending = examination.pendingMigrations();
    return pending == 0
        ? Finding.fine(facts + ", schema as this program has it")
        : Finding.fine(
            facts + ", %d migrations are made when the next node starts".formatted(pending));
  }

  private static String facts(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT current_setting('server_version'), current_setting('server_encoding')")) {
      row.next();
      return "PostgreSQL %s, %s".formatted(row.getString(1), row.getString(2));
    }
  }
}
