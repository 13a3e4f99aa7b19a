package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Table {@code channel}, for those who want to see how channels stand. A page costs the same
 * however many there are, and nothing is counted for it.
 */
public final class ChannelList {
  private final Database database;

  public ChannelList(Database database) {
    this.database = database;
  }

  /**
   * A page in the order of ids.
   *
   * @param after ids above this one
   * @param state only those in this state; empty for all
   */
  public List<ChannelRow> page(long after, Optional<String> state, int limit) {
    return state.isPresent()
        ? rows(
            "WHERE state = ? AND id > ? AND " + ChannelPhase.IS_KNOWN + " ORDER BY id LIMIT ?",
            state.get(),
            after,
            limit)
        : rows("WHERE id > ? AND " + ChannelPhase.IS_KNOWN + " ORDER BY id LIMIT ?", after, limit);
  }

  public Optional<ChannelRow> byId(long id) {
    return rows("WHERE id = ? AND " + ChannelPhase.IS_KNOWN, id).stream().findFirst();
  }

  /** The same, also one that is forgotten and has its rows. */
  public Optional<ChannelRow> byIdEvenForgotten(long id) {
    return rows("WHERE id = ?", id).stream().findFirst();
  }

  /**
   * A channel at one moment.
   *
   * @param running whether a run of it has begun and not ended, or has died
   */
  public record AtWork(ChannelRow row, boolean running) {}

  /** Those with these ids, also those removed since. */
  public List<AtWork> byIds(Collection<Long> ids) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT %s, coalesce(
                  (SELECT running FROM sluice.run WHERE entity = 'channel-' || channel.id), false)
                  AS running
                FROM sluice.channel WHERE id = ANY (?)
                """
                    .formatted(ChannelRow.COLUMNS),
                row -> new AtWork(ChannelRow.of(row), row.getBoolean("running")),
                (Object) ids.toArray(Long[]::new)));
  }

  /** The channel of this name or alias. */
  public Optional<ChannelRow> named(String name, String alias) {
    return rows(
            """
            WHERE %s AND (name = ?
              OR id = (SELECT channel_id FROM sluice.channel_alias WHERE alias = ?))
            ORDER BY name = ? DESC LIMIT 1
            """
                .formatted(ChannelPhase.IS_KNOWN),
            name,
            alias,
            name)
        .stream()
        .findFirst();
  }

  /** Those whose row changed at this time or after it, also those removed since. */
  public List<ChannelRow> changedSince(Instant time) {
    return rows("WHERE changed_at >= ? ORDER BY id", Timestamp.from(time));
  }

  private List<ChannelRow> rows(String which, Object... parameters) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "SELECT %s FROM sluice.channel %s".formatted(ChannelRow.COLUMNS, which),
                ChannelRow::of,
                parameters));
  }

  public List<String> aliases(long channel) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "SELECT alias FROM sluice.channel_alias WHERE channel_id = ? ORDER BY alias",
                row -> row.getString(1),
                channel));
  }

  /**
   * The ids of those that have something to do, or may have: a process that died may have written
   * to the journal what it had no time to write here.
   */
  public List<Long> atWork() {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id FROM sluice.channel
                WHERE %s
                  OR state_version < (SELECT max(sequence_number) FROM sluice.event_journal
                    WHERE persistence_id = 'channel|' || channel.id)
                ORDER BY id
                """
                    .formatted(ChannelPhase.IS_AT_WORK),
                row -> row.getLong(1)));
  }

  /** Whether a source of any other channel that is not forgotten has this in its location. */
  public boolean hasOtherSourceIn(String location, long except) {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT EXISTS (SELECT FROM sluice.channel
                      CROSS JOIN LATERAL jsonb_array_elements(sources) AS source
                      WHERE %s AND id <> ?
                        AND strpos(source ->> 'location', ?) > 0)
                    """
                        .formatted(ChannelPhase.IS_KNOWN),
                    row -> row.getBoolean(1),
                    except,
                    location)
                .orElseThrow());
  }

  /** How often all channels that follow this kind of source look for news together, a second. */
  public double looksPerSecond(String kind) {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT coalesce(sum(1000.0 / (sources -> 0 ->> 'followMillis')::bigint), 0)
                    FROM sluice.channel
                    WHERE %s AND (sources -> 0 ->> 'followMillis')::bigint > 0
                      AND sources -> 0 ->> 'kind' = ?
                    """
                        .formatted(ChannelPhase.WANTS_TO_RUN),
                    row -> row.getDouble(1),
                    kind)
                .orElseThrow());
  }

  /** How many channels are in each state. */
  public Map<String, Long> byState() {
    return database.transaction(
        connection -> {
          var states = new TreeMap<String, Long>();
          Sql.list(
              connection,
              "SELECT state, count(*) FROM sluice.channel WHERE %s GROUP BY state"
                  .formatted(ChannelPhase.IS_KNOWN),
              row -> states.put(row.getString(1), row.getLong(2)));
          return states;
        });
  }

  /** What all channels have stored together. */
  public ChannelRow.Counters total() {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT coalesce(sum(messages_read), 0) AS messages_read,
                      coalesce(sum(messages), 0) AS messages, coalesce(sum(photos), 0) AS photos,
                      coalesce(sum(photos_failed), 0) AS photos_failed,
                      coalesce(sum(bytes_before), 0) AS bytes_before,
                      coalesce(sum(bytes_after), 0) AS bytes_after,
                      coalesce(sum(sources_failed), 0) AS sources_failed
                    FROM sluice.channel WHERE %s
                    """
                        .formatted(ChannelPhase.IS_KNOWN),
                    ChannelRow::counters)
                .orElseThrow());
  }
}
