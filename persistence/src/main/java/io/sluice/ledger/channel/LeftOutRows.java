package io.sluice.ledger.channel;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * Table {@code left_out}: groups go in, what is left out of a channel comes out by name, without a
 * look at its messages. Only the holder of the channel's run writes here.
 */
final class LeftOutRows {
  /** Names come from outside; all others are one. */
  private static final int MOST_NAMES = 200;

  private static final String OTHERS = "other fields";

  /** Of what stands in rows of messages. */
  private static final String NO_PLACE = "";

  private LeftOutRows() {}

  static LeftOut of(Connection connection, long channel) throws SQLException {
    var fields = new TreeMap<String, Long>();
    var passedOver = new TreeMap<String, Long>();
    Sql.list(
        connection,
        "SELECT place, name, count FROM sluice.left_out WHERE channel_id = ? AND count > 0",
        row ->
            (row.getString(1).equals(NO_PLACE) ? fields : passedOver)
                .merge(row.getString(2), row.getLong(3), Long::sum),
        channel);
    return new LeftOut(fields, passedOver);
  }

  /** How many messages of a group have what left out now, by name. */
  static Map<String, Long> stored(Connection connection, ChannelWrite group) throws SQLException {
    var counts = new HashMap<String, Long>();
    if (!group.messages().isEmpty()) {
      var ids = group.messages().stream().map(Message::id).distinct().toArray();
      Sql.list(
          connection,
          """
          SELECT name, count(*) FROM sluice.message, jsonb_object_keys(left_out) AS name
          WHERE channel_id = ? AND id = ANY (?) AND left_out IS NOT NULL GROUP BY name
          """,
          row -> counts.put(row.getString(1), row.getLong(2)),
          group.channel(),
          connection.createArrayOf("bigint", ids));
    }
    return counts;
  }

  /**
   * Counts what a group has changed.
   *
   * @param before what was {@link #stored} before its messages were written
   */
  static void count(Connection connection, ChannelWrite group, Map<String, Long> before)
      throws SQLException {
    boolean brings = group.messages().stream().anyMatch(m -> m.details().leftOut() != null);
    if (brings || !before.isEmpty()) {
      var more = stored(connection, group);
      before.forEach((name, count) -> more.merge(name, -count, Long::sum));
      more.values().removeIf(count -> count == 0);
      if (!more.isEmpty()) {
        add(connection, group.channel(), more);
      }
    }
    var passedOver =
        group.advance().map(ChannelWrite.Advance::passedOver).orElse(ChannelWrite.PassedOver.NONE);
    if (!passedOver.place().equals(NO_PLACE)) {
      replace(connection, group.channel(), passedOver);
    }
  }

  /** Takes messages that are gone off the counts of what they had left out, by name. */
  static void remove(Connection connection, long channel, Map<String, Long> gone)
      throws SQLException {
    var less = new HashMap<String, Long>();
    gone.forEach((name, count) -> less.put(name, -count));
    if (!less.isEmpty()) {
      add(connection, channel, less);
    }
  }

  /** A name that has a row keeps it, so that what was counted under it is taken from it again. */
  private static void add(Connection connection, long channel, Map<String, Long> more)
      throws SQLException {
    var known =
        new HashSet<>(
            Sql.list(
                connection,
                "SELECT name FROM sluice.left_out WHERE channel_id = ? AND place = ?",
                row -> row.getString(1),
                channel,
                NO_PLACE));
    var counts = new TreeMap<String, Long>();
    for (var entry : new TreeMap<>(more).entrySet()) {
      boolean own = known.contains(entry.getKey()) || known.size() < MOST_NAMES;
      var name = own ? entry.getKey() : OTHERS;
      known.add(name);
      counts.merge(name, entry.getValue(), Long::sum);
    }
    write(connection, channel, NO_PLACE, counts, "left_out.count + excluded.count");
  }

  private static void replace(
      Connection connection, long channel, ChannelWrite.PassedOver passedOver) throws SQLException {
    var counts = new TreeMap<>(passedOver.counts());
    Sql.update(
        connection,
        "DELETE FROM sluice.left_out WHERE channel_id = ? AND place = ? AND NOT name = ANY (?)",
        channel,
        passedOver.place(),
        connection.createArrayOf("text", counts.keySet().toArray()));
    if (!counts.isEmpty()) {
      write(connection, channel, passedOver.place(), counts, "excluded.count");
    }
  }

  private static void write(
      Connection connection, long channel, String place, Map<String, Long> counts, String count)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.left_out (channel_id, place, name, count)
            SELECT ?, ?, name, count FROM unnest(?::text[], ?::bigint[]) AS new (name, count)
            ON CONFLICT (channel_id, place, name) DO UPDATE SET count = \
            """
                + count)) {
      statement.setLong(1, channel);
      statement.setString(2, place);
      var columns = new ArrayColumns<>(connection, statement, counts.entrySet(), 3);
      columns.add("text", Entry::getKey);
      columns.add("bigint", Entry::getValue);
      statement.executeUpdate();
    }
  }
}
