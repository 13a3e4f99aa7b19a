package io.sluice.bench;

import static io.sluice.bench.MessageUpsert.COLUMNS;

import io.sluice.ledger.channel.Message;
import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Ways with a row a statement: each on its own, or many added to a batch. */
final class RowInserts {
  private static final String SQL =
      MessageUpsert.INSERT
          + """
          VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
          """
          + MessageUpsert.ON_CONFLICT;

  private final long channel;

  /** Where a connection comes from. */
  interface Connections {
    Connection get() throws SQLException;
  }

  RowInserts(long channel) {
    this.channel = channel;
  }

  /** Takes a connection for each row. */
  Way.Storing each(Connections connections) {
    return messages -> {
      for (var message : messages) {
        try (var connection = connections.get();
            var statement = connection.prepareStatement(SQL)) {
          bind(statement, message);
          statement.executeUpdate();
        }
      }
    };
  }

  /** One transaction for all rows. */
  Way.Storing batched(Database database) {
    return messages ->
        database.transaction(
            connection -> {
              try (var statement = connection.prepareStatement(SQL)) {
                for (var message : messages) {
                  bind(statement, message);
                  statement.addBatch();
                }
                return statement.executeBatch();
              }
            });
  }

  private void bind(PreparedStatement statement, Message message) throws SQLException {
    int parameter = 1;
    statement.setLong(parameter++, channel);
    statement.setString(parameter++, MessageUpsert.SOURCE);
    statement.setLong(parameter++, MessageUpsert.EPOCH);
    for (var column : COLUMNS) {
      statement.setObject(parameter++, column.value().apply(message), column.sqlType());
    }
  }
}
