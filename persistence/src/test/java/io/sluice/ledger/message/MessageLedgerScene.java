package io.sluice.ledger.message;

import io.sluice.ledger.message.MessageTerms.Terms;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;

/** A database with batches of websites whose messages are to be written. */
final class MessageLedgerScene implements AutoCloseable {
  // One connection, which tells the server at once what it has read.
  final Database database = TestDatabase.open(TestDatabase.withSchema(), 1);

  /** A batch that is complete, with so many rows. */
  void batch(long batch, int rows) {
    execute(
        """
        INSERT INTO sluice.batch (id, name, kind, source, state) OVERRIDING SYSTEM VALUE
        VALUES (%d, 'sites-%d', 'websites', '{}', 'completed')
        """
            .formatted(batch, batch));
    database.transaction(
        connection -> MessageTerms.add(connection, batch, new Terms("Hello.", true, null, null)));
    execute(
        """
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
          site_key, cells, scraping_status, facts, message_status)
        SELECT %1$d, i, i, 'a.test', 'a.test', false, 'a', '[]', 'SCRAPED', '{}', 'PENDING'
        FROM generate_series(1, %2$d) AS i;
        INSERT INTO sluice.message_task (batch_id, list_row, version, asks)
        SELECT %1$d, i, 1, true FROM generate_series(1, %2$d) AS i
        """
            .formatted(batch, rows));
  }

  void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  String ask(String sql) {
    return String.valueOf(TestDatabase.query(database.address(), sql));
  }

  /** Tasks that were read so far, as the server counts them. */
  long tasksRead() {
    database.query(
        connection ->
            Sql.list(connection, "SELECT pg_stat_force_next_flush()", row -> Boolean.TRUE));
    return TestDatabase.count(
        database.address(),
        """
        SELECT coalesce(sum(idx_tup_read), 0)
          + (SELECT seq_tup_read FROM pg_stat_user_tables
             WHERE schemaname = 'sluice' AND relname = 'message_task')
        FROM pg_stat_user_indexes WHERE schemaname = 'sluice' AND relname = 'message_task'
        """);
  }

  @Override
  public void close() {
    database.close();
  }
}
