package io.sluice.ledger.channel;

import io.sluice.ledger.Fence;
import io.sluice.persistence.ArrayColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeMap;

/**
 * Table {@code message}: inserts new messages and brings edited ones up to date. What another kind
 * of source tells of a message that is there counts only if it has been edited since.
 */
final class MessageRows {
  private MessageRows() {}

  /** One statement for all rows, sorted by key so that two writers cannot deadlock. */
  // Model: tests/models/fence.pml
  static ChannelStore.MessageCounts upsert(Connection connection, Fence fence, ChannelWrite group)
      throws SQLException {
    var rows = new TreeMap<Long, Message>();
    group.messages().forEach(message -> rows.put(message.id(), message));
    if (rows.isEmpty()) {
      return new ChannelStore.MessageCounts(0, 0, 0, 0);
    }
    try (var statement =
        connection.prepareStatement(
            """
            WITH changed AS (
              INSERT INTO sluice.message AS old
                (channel_id, source, epoch, id, kind, sent_at, edited_at, edited, author, author_id,
                 text, entities, reply_to, forwarded_from, media, action, photos, left_out)
              SELECT ?, ?, ?, id, kind, sent_at, edited_at, edited, author, author_id,
                 text, entities::jsonb, reply_to, forwarded_from, media, action, photos, left_out::jsonb
              FROM unnest(?::bigint[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[],
                 ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                 ?::text[], ?::integer[], ?::text[])
                AS new (id, kind, sent_at, edited_at, edited, author, author_id,
                 text, entities, reply_to, forwarded_from, media, action, photos, left_out)
              ON CONFLICT (channel_id, id) DO UPDATE SET
                source = excluded.source, epoch = excluded.epoch, kind = excluded.kind,
                sent_at = excluded.sent_at, edited_at = excluded.edited_at,
                edited = excluded.edited, author = excluded.author,
                author_id = excluded.author_id, text = excluded.text, entities = excluded.entities,
                reply_to = excluded.reply_to, forwarded_from = excluded.forwarded_from,
                media = excluded.media, action = excluded.action, photos = excluded.photos,
                left_out = excluded.left_out, stored_at = now()
              WHERE (old.kind, old.sent_at, old.edited_at, old.edited, old.author, old.author_id,
                     old.text, old.entities, old.reply_to, old.forwarded_from, old.media,
                     old.action, old.photos, old.left_out)
                IS DISTINCT FROM
                    (excluded.kind, excluded.sent_at, excluded.edited_at, excluded.edited,
                     excluded.author, excluded.author_id, excluded.text, excluded.entities,
                     excluded.reply_to, excluded.forwarded_from, excluded.media,
                     excluded.action, excluded.photos, excluded.left_out)
                AND CASE WHEN old.source = excluded.source
                  THEN coalesce(excluded.edited_at, '-infinity')
                    >= coalesce(old.edited_at, '-infinity')
                  ELSE excluded.edited AND NOT old.edited END
              RETURNING channel_id, id, xmax = 0 AS inserted, photos)
            SELECT count(*) FILTER (WHERE inserted), count(*) FILTER (WHERE NOT inserted),
              coalesce(sum(changed.photos - CASE WHEN inserted THEN 0 ELSE (
                SELECT before.photos FROM sluice.message AS before
                WHERE (before.channel_id, before.id) = (changed.channel_id, changed.id)) END), 0)
            FROM changed
            """)) {
      statement.setLong(1, group.channel());
      statement.setString(2, group.source());
      statement.setLong(3, fence.epoch());
      var columns = new ArrayColumns<>(connection, statement, rows.values(), 4);
      columns.add("bigint", Message::id);
      columns.add("text", Message::kind);
      columns.add("timestamptz", row -> time(row.sentAt()));
      columns.add("timestamptz", row -> time(row.editedAt()));
      columns.add("boolean", Message::isEdited);
      columns.add("text", Message::author);
      columns.add("text", Message::authorId);
      columns.add("text", Message::text);
      columns.add("text", Message::entities);
      columns.add("bigint", Message::replyTo);
      columns.add("text", Message::forwardedFrom);
      columns.add("text", Message::media);
      columns.add("text", Message::action);
      columns.add("int4", row -> row.details().photos());
      columns.add("text", row -> row.details().leftOut());
      try (var counts = statement.executeQuery()) {
        counts.next();
        int inserted = counts.getInt(1);
        int updated = counts.getInt(2);
        refreshViews(connection, group.channel(), rows.values());
        return new ChannelStore.MessageCounts(
            inserted, updated, rows.size() - inserted - updated, counts.getLong(3));
      }
    }
  }

  /** Views grow all the time, so that alone does not count as an update of a message. */
  private static void refreshViews(
      Connection connection, long channel, Collection<Message> messages) throws SQLException {
    var rows =
        messages.stream()
            .filter(row -> row.details().views() != null || row.details().albumId() != null)
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.message AS old SET
              views = coalesce(new.views, old.views),
              views_text = coalesce(new.views_text, old.views_text),
              album_id = coalesce(new.album_id, old.album_id)
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
              AS new (id, views, views_text, album_id)
            WHERE old.channel_id = ? AND old.id = new.id
              AND (old.views, old.views_text, old.album_id)
                IS DISTINCT FROM (new.views, new.views_text, new.album_id)
            """)) {
      var columns = new ArrayColumns<>(connection, statement, rows, 1);
      columns.add("bigint", Message::id);
      columns.add("bigint", row -> row.details().views());
      columns.add("text", row -> row.details().viewsText());
      columns.add("bigint", row -> row.details().albumId());
      statement.setLong(5, channel);
      statement.executeUpdate();
    }
  }

  private static String time(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
