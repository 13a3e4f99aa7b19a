package io.sluice.ledger.website;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whom nobody is to contact: domains, with all below them, and addresses of mail. */
public final class DoNotContact {
  private final Database database;

  public DoNotContact(Database database) {
    this.database = database;
  }

  /** Adds entries in their normal form; tells how many are new. */
  public int add(Collection<String> entries) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO sluice.do_not_contact (entry) SELECT DISTINCT unnest(?::text[])
                ON CONFLICT DO NOTHING
                """,
                connection.createArrayOf("text", entries.toArray())));
  }

  /** Removes entries; tells how many were there. */
  public int remove(Collection<String> entries) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM sluice.do_not_contact WHERE entry = ANY (?)",
                connection.createArrayOf("text", entries.toArray())));
  }

  /** The entries behind this one, in their order. */
  public List<String> after(String entry, int most) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                "SELECT entry FROM sluice.do_not_contact WHERE entry > ? ORDER BY entry LIMIT ?",
                row -> row.getString(1),
                entry,
                most));
  }

  /** Which of these hosts and addresses of mail nobody is to contact. */
  public Set<String> of(Collection<String> subjects) {
    var asked = new HashSet<String>();
    subjects.forEach(subject -> asked.addAll(entries(subject)));
    var there =
        new HashSet<>(
            database.query(
                connection ->
                    Sql.list(
                        connection,
                        "SELECT entry FROM sluice.do_not_contact WHERE entry = ANY (?)",
                        row -> row.getString(1),
                        connection.createArrayOf("text", asked.toArray()))));
    var found = new HashSet<String>();
    for (var subject : subjects) {
      if (entries(subject).stream().anyMatch(there::contains)) {
        found.add(subject);
      }
    }
    return found;
  }

  /** It, and the domains above it; of an address of mail also its host and those above that. */
  private static List<String> entries(String subject) {
    var entries = new ArrayList<String>();
    entries.add(subject);
    var host = subject.substring(subject.indexOf('@') + 1);
    for (int from = 0; from >= 0 && host.indexOf('.', from) > 0; ) {
      entries.add(host.substring(from));
      int dot = host.indexOf('.', from);
      from = dot < 0 ? -1 : dot + 1;
    }
    return entries;
  }
}
