package io.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.TreeMap;

/** Table {@code message}: inserts new messages and brings edited ones up to date. */
final class MessageRows {
  private MessageRows() {}

  /** One statement for all rows, sorted by key so that two writers cannot deadlock. */
  static Batches.MessageCounts upsert(Connection connection, Fence fence, Batch batch)
      throws SQLException {
    var rows = new TreeMap<Long, Message>();
    batch.messages().forEach(message -> rows.put(message.id(), message));
    if (rows.isEmpty()) {
      return new Batches.MessageCounts(0, 0, 0);
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.message AS old
              (channel_id, epoch, id, kind, sent_at, edited_at, author, author_id, text, entities,
               reply_to, forwarded_from, media, action)
            SELECT ?, ?, id, kind, sent_at, edited_at, author, author_id, text, entities::jsonb,
               reply_to, forwarded_from, media, action
            FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[],
               ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])
              AS new (id, kind, sent_at, edited_at, author, author_id, text, entities,
               reply_to, forwarded_from, media, action)
            ON CONFLICT (channel_id, id) DO UPDATE SET
              epoch = excluded.epoch, kind = excluded.kind, sent_at = excluded.sent_at,
              edited_at = excluded.edited_at, author = excluded.author,
              author_id = excluded.author_id, text = excluded.text, entities = excluded.entities,
              reply_to = excluded.reply_to, forwarded_from = excluded.forwarded_from,
              media = excluded.media, action = excluded.action, stored_at = now()
            WHERE (old.kind, old.sent_at, old.edited_at, old.author, old.author_id, old.text,
                   old.entities, old.reply_to, old.forwarded_from, old.media, old.action)
              IS DISTINCT FROM
                  (excluded.kind, excluded.sent_at, excluded.edited_at, excluded.author,
                   excluded.author_id, excluded.text, excluded.entities, excluded.reply_to,
                   excluded.forwarded_from, excluded.media, excluded.action)
              AND coalesce(excluded.edited_at, '-infinity') >= coalesce(old.edited_at, '-infinity')
            RETURNING xmax = 0
            """)) {
      statement.setLong(1, batch.channel());
      statement.setLong(2, fence.epoch());
      var columns = new ArrayColumns<>(connection, statement, rows.values(), 3);
      columns.add("bigint", Message::id);
      columns.add("text", Message::kind);
      columns.add("timestamptz", row -> time(row.sentAt()));
      columns.add("timestamptz", row -> time(row.editedAt()));
      columns.add("text", Message::author);
      columns.add("text", Message::authorId);
      columns.add("text", Message::text);
      columns.add("text", Message::entities);
      columns.add("bigint", Message::replyTo);
      columns.add("text", Message::forwardedFrom);
      columns.add("text", Message::media);
      columns.add("text", Message::action);
      int inserted = 0;
      int updated = 0;
      try (var changed = statement.executeQuery()) {
        while (changed.next()) {
          if (changed.getBoolean(1)) {
            inserted++;
          } else {
            updated++;
          }
        }
      }
      return new Batches.MessageCounts(inserted, updated, rows.size() - inserted - updated);
    }
  }

  private static String time(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
