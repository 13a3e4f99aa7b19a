package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What has been stored since a moment, whichever node stored it: the counters of then go in, what
 * the rows of now tell beyond them comes out.
 */
public final class Since {
  private static final ChannelRow.Counters NOTHING = new ChannelRow.Counters(0, 0, 0, 0, 0, 0);

  private final Database database;
  private final Instant moment;
  private final Map<Long, ChannelRow.Counters> before;

  /**
   * Rows that were written.
   *
   * @param messages new ones and changed ones
   * @param photos how many ended how
   */
  public record Written(long messages, Map<PhotoOutcome, Long> photos) {
    public Written {
      photos = Map.copyOf(photos);
    }
  }

  private Since(Database database, Instant moment, Map<Long, ChannelRow.Counters> before) {
    this.database = database;
    this.moment = moment;
    this.before = before;
  }

  /** From now on. */
  public static Since now(Database database) {
    return database.transaction(
        connection -> {
          var before = new HashMap<Long, ChannelRow.Counters>();
          Sql.list(
              connection,
              """
              SELECT id, messages_read, messages, photos, photos_failed, bytes_before, bytes_after
              FROM sluice.channel
              """,
              row -> before.put(row.getLong("id"), ChannelRow.counters(row)));
          return new Since(database, clock(connection), before);
        });
  }

  /** The database's time. */
  public static Instant clock(Database database) {
    return database.transaction(Since::clock);
  }

  private static Instant clock(Connection connection) throws SQLException {
    return Sql.first(connection, "SELECT clock_timestamp() AS now", row -> Sql.instant(row, "now"))
        .orElseThrow();
  }

  /** What a channel had stored at the moment. */
  public ChannelRow.Counters before(long channel) {
    return before.getOrDefault(channel, NOTHING);
  }

  /** Reads the channel's messages, so it is for the end of a collection and not for a display. */
  public Written written(long channel) {
    var from = Timestamp.from(moment);
    return database.transaction(
        connection -> {
          var photos = new EnumMap<PhotoOutcome, Long>(PhotoOutcome.class);
          Sql.list(
              connection,
              """
              SELECT outcome, count(*) FROM sluice.photo
              WHERE channel_id = ? AND stored_at >= ? GROUP BY outcome
              """,
              row -> photos.put(PhotoOutcome.ofColumn(row.getString(1)), row.getLong(2)),
              channel,
              from);
          long messages =
              Sql.first(
                      connection,
                      "SELECT count(*) FROM sluice.message WHERE channel_id = ? AND stored_at >= ?",
                      row -> row.getLong(1),
                      channel,
                      from)
                  .orElseThrow();
          return new Written(messages, photos);
        });
  }
}
