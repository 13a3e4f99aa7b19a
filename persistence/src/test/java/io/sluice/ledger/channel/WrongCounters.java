package io.sluice.ledger.channel;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.util.List;

/** Counts the rows of all channels, and gives those whose counters say something else. */
public final class WrongCounters {
  private WrongCounters() {}

  /** One of each channel that is wrong: its id, what its counters say, what its rows are. */
  public static List<List<String>> in(DatabaseAddress database) {
    return TestDatabase.query(
        database,
        """
        WITH said AS (
          SELECT id, concat_ws(' ', 'messages', messages, 'announced', photos_announced,
            'photos', photos, 'failed', photos_failed, 'bytes', bytes_before, bytes_after,
            (SELECT string_agg(outcome || ' ' || photos, ' ' ORDER BY outcome)
              FROM sluice.photo_count WHERE channel_id = channel.id AND photos <> 0),
            (SELECT string_agg(name || ' ' || count, ' ' ORDER BY name)
              FROM sluice.left_out WHERE channel_id = channel.id AND place = '' AND count <> 0))
            AS words
          FROM sluice.channel),
        counted AS (
          SELECT id, concat_ws(' ',
            'messages', (SELECT count(*) FROM sluice.message WHERE channel_id = channel.id),
            'announced',
            (SELECT coalesce(sum(photos), 0) FROM sluice.message WHERE channel_id = channel.id),
            (SELECT concat_ws(' ', 'photos', count(path), 'failed', count(*) - count(path), 'bytes',
                coalesce(sum(bytes_before) FILTER (WHERE outcome IN ('stored', 'kept')), 0),
                coalesce(sum(bytes_after) FILTER (WHERE outcome IN ('stored', 'kept')), 0))
              FROM sluice.photo WHERE channel_id = channel.id),
            (SELECT string_agg(outcome || ' ' || photos, ' ' ORDER BY outcome)
              FROM (SELECT outcome, count(*) AS photos FROM sluice.photo
                WHERE channel_id = channel.id GROUP BY 1) AS ended),
            (SELECT string_agg(name || ' ' || messages, ' ' ORDER BY name)
              FROM (SELECT name, count(*) AS messages
                FROM sluice.message, jsonb_object_keys(left_out) AS name
                WHERE channel_id = channel.id GROUP BY 1) AS unknown)) AS words
          FROM sluice.channel)
        SELECT id, said.words, counted.words FROM said JOIN counted USING (id)
        WHERE said.words <> counted.words ORDER BY id
        """);
  }
}
