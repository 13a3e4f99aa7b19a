package io.sluice.bench;

import static io.sluice.bench.MessageUpsert.COLUMNS;

import io.sluice.ledger.channel.Message;
import io.sluice.persistence.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/** Stores a batch with COPY into a temporary table and one statement that takes it from there. */
final class CopyInserts implements Way.Storing {
  private static final String TABLE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS incoming (
        id bigint, kind text, sent_at timestamptz, edited_at timestamptz, edited boolean,
        author text, author_id text, text text, entities jsonb, reply_to bigint,
        forwarded_from text, media text, action text, photos integer) ON COMMIT DELETE ROWS
      """;

  private static final String SQL =
      MessageUpsert.INSERT
          + """
          SELECT ?, ?, ?, id, kind, sent_at, edited_at, edited, author, author_id,
            text, entities, reply_to, forwarded_from, media, action, photos
          FROM incoming
          """
          + MessageUpsert.ON_CONFLICT;

  private final Database database;
  private final long channel;
  private final Set<PGConnection> withTable = new HashSet<>();

  CopyInserts(Database database, long channel) {
    this.database = database;
    this.channel = channel;
  }

  @Override
  public void store(List<Message> messages) {
    database.transaction(
        connection -> {
          copy(connection, messages);
          try (var statement = connection.prepareStatement(SQL)) {
            statement.setLong(1, channel);
            statement.setString(2, MessageUpsert.SOURCE);
            statement.setLong(3, MessageUpsert.EPOCH);
            return statement.executeUpdate();
          }
        });
  }

  private void copy(Connection connection, List<Message> messages) throws SQLException {
    var driver = connection.unwrap(PGConnection.class);
    // Once a connection: a pool could do it too, so it must not count against this way.
    if (withTable.add(driver)) {
      try (var statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
    }
    var lines = new StringBuilder();
    messages.forEach(message -> appendLine(lines, message));
    var bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    var copy = driver.getCopyAPI().copyIn("COPY incoming FROM STDIN");
    copy.writeToCopy(bytes, 0, bytes.length);
    copy.endCopy();
  }

  private static void appendLine(StringBuilder lines, Message message) {
    for (var column : COLUMNS) {
      append(lines, column.value().apply(message));
      lines.append('\t');
    }
    lines.setCharAt(lines.length() - 1, '\n');
  }

  private static void append(StringBuilder lines, Object value) {
    if (value == null) {
      lines.append("\\N");
      return;
    }
    var text = value.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> lines.append("\\\\");
        case '\t' -> lines.append("\\t");
        case '\n' -> lines.append("\\n");
        case '\r' -> lines.append("\\r");
        default -> lines.append(c);
      }
    }
  }
}
