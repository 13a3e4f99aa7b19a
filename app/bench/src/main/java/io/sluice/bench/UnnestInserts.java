package io.sluice.bench;

import static io.sluice.bench.MessageUpsert.COLUMNS;

import io.sluice.ledger.channel.Message;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import java.util.List;

/** Stores a batch with one statement, which is given an array for each column. */
final class UnnestInserts implements Way.Storing {
  private static final String SQL =
      MessageUpsert.INSERT
          + """
          SELECT ?, ?, ?, id, kind, sent_at, edited_at, edited, author, author_id,
            text, entities::jsonb, reply_to, forwarded_from, media, action, photos
          FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
              ?::text[], ?::integer[])
            AS new (id, kind, sent_at, edited_at, edited, author, author_id,
              text, entities, reply_to, forwarded_from, media, action, photos)
          """
          + MessageUpsert.ON_CONFLICT;

  private final Database database;
  private final long channel;

  UnnestInserts(Database database, long channel) {
    this.database = database;
    this.channel = channel;
  }

  @Override
  public void store(List<Message> messages) {
    database.transaction(
        connection -> {
          try (var statement = connection.prepareStatement(SQL)) {
            int parameter = 1;
            statement.setLong(parameter++, channel);
            statement.setString(parameter++, MessageUpsert.SOURCE);
            statement.setLong(parameter++, MessageUpsert.EPOCH);
            var arrays = new ArrayColumns<>(connection, statement, messages, parameter);
            for (var column : COLUMNS) {
              arrays.add(column.type(), column.value());
            }
            return statement.executeUpdate();
          }
        });
  }
}
