package io.sluice.ledger.message;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.HashSet;
import java.util.Set;

/** Table {@code do_not_contact}, as who writes messages asks it. */
public final class SuppressedAddresses {
  private final Database database;

  public SuppressedAddresses(Database database) {
    this.database = database;
  }

  /** Those of these domains and addresses of mail that nobody is to write to. */
  public Set<String> among(Set<String> entries) {
    if (entries.isEmpty()) {
      return Set.of();
    }
    return database.query(
        connection ->
            new HashSet<>(
                Sql.list(
                    connection,
                    "SELECT entry FROM sluice.do_not_contact WHERE entry = ANY (?)",
                    row -> row.getString(1),
                    connection.createArrayOf("text", entries.toArray(String[]::new)))));
  }
}
