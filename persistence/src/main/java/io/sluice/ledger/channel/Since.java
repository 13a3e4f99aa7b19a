package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.HashMap;
import java.util.Map;

/**
 * What has been stored and done since a moment, whichever node did it: the counters and tallies of
 * then go in, what those of now have beyond them comes out.
 */
public final class Since {
  private static final ChannelRow.Counters NOTHING = new ChannelRow.Counters(0, 0, 0, 0, 0, 0, 0);

  private final Database database;
  private final Map<Long, ChannelRow.Counters> before;
  private final Map<Long, Tally> tallies;

  private Since(
      Database database, Map<Long, ChannelRow.Counters> before, Map<Long, Tally> tallies) {
    this.database = database;
    this.before = before;
    this.tallies = tallies;
  }

  /** From now on. */
  public static Since now(Database database) {
    return database.transaction(
        connection -> {
          var before = new HashMap<Long, ChannelRow.Counters>();
          Sql.list(
              connection,
              """
              SELECT id, messages_read, messages, photos, photos_failed, bytes_before, bytes_after,
                sources_failed
              FROM sluice.channel
              """,
              row -> before.put(row.getLong("id"), ChannelRow.counters(row)));
          return new Since(database, before, TallyRows.ofAll(connection));
        });
  }

  /** What a channel had stored at the moment. */
  public ChannelRow.Counters before(long channel) {
    return before.getOrDefault(channel, NOTHING);
  }

  /** What was done for a channel since. */
  public Tally tally(long channel) {
    return database.transaction(
        connection ->
            TallyRows.of(connection, channel).since(tallies.getOrDefault(channel, Tally.NONE)));
  }
}
