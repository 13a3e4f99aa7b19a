package io.sluice.bench;

import io.sluice.ledger.channel.Message;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The upsert of messages that all ways but Sluice's own share, around where its rows are from. */
final class MessageUpsert {
  static final String SOURCE = "bench";
  static final long EPOCH = 1;

  static final String INSERT =
      """
      INSERT INTO sluice.message
        (channel_id, source, epoch, id, kind, sent_at, edited_at, edited, author, author_id,
         text, entities, reply_to, forwarded_from, media, action, photos)
      """;

  static final String ON_CONFLICT =
      """
      ON CONFLICT (channel_id, id) DO UPDATE SET
        source = excluded.source, epoch = excluded.epoch, kind = excluded.kind,
        sent_at = excluded.sent_at, edited_at = excluded.edited_at,
        edited = excluded.edited, author = excluded.author,
        author_id = excluded.author_id, text = excluded.text, entities = excluded.entities,
        reply_to = excluded.reply_to, forwarded_from = excluded.forwarded_from,
        media = excluded.media, action = excluded.action, photos = excluded.photos,
        stored_at = now()
      """;

  /** From id on, in the order of {@link #INSERT}. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("bigint", Types.BIGINT, Message::id),
          new Column("text", Types.VARCHAR, Message::kind),
          new Column("timestamptz", Types.VARCHAR, row -> time(row.sentAt())),
          new Column("timestamptz", Types.VARCHAR, row -> time(row.editedAt())),
          new Column("boolean", Types.BOOLEAN, Message::isEdited),
          new Column("text", Types.VARCHAR, Message::author),
          new Column("text", Types.VARCHAR, Message::authorId),
          new Column("text", Types.VARCHAR, Message::text),
          new Column("text", Types.VARCHAR, Message::entities),
          new Column("bigint", Types.BIGINT, Message::replyTo),
          new Column("text", Types.VARCHAR, Message::forwardedFrom),
          new Column("text", Types.VARCHAR, Message::media),
          new Column("text", Types.VARCHAR, Message::action),
          new Column("int4", Types.INTEGER, row -> row.details().photos()));

  private MessageUpsert() {}

  /**
   * A column of a message.
   *
   * @param type PostgreSQL's, as in an array
   * @param sqlType one of {@link Types}, as a parameter of its own
   */
  record Column(String type, int sqlType, Function<Message, ?> value) {}

  private static String time(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
