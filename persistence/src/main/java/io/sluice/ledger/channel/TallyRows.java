package io.sluice.ledger.channel;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Table {@code tally}: what groups did goes in, the sum of it comes out. Only the holder of the
 * channel's run writes here.
 */
final class TallyRows {
  private static final String UPDATED = "updated";
  private static final String SKIPPED = "skipped";
  private static final String UNDECIDED = "undecided";
  private static final String FAILED = "failed";

  /** Rules are as long as their user likes, and a name is part of a key: longer ones are cut. */
  private static final int LONGEST_NAME = 500;

  private TallyRows() {}

  /**
   * A row.
   *
   * @param name of what is counted; empty where there is one kind of it
   */
  private record Count(long channel, String what, String name, long count) {}

  static void add(Connection connection, long channel, Tally more) throws SQLException {
    var counts = counts(channel, more);
    if (counts.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.tally AS old (channel_id, what, name, count)
            SELECT ?, what, name, count
            FROM unnest(?::text[], ?::text[], ?::bigint[]) AS new (what, name, count)
            ON CONFLICT (channel_id, what, name) DO UPDATE SET count = old.count + excluded.count
            """)) {
      statement.setLong(1, channel);
      var columns = new ArrayColumns<>(connection, statement, counts, 2);
      columns.add("text", Count::what);
      columns.add("text", Count::name);
      columns.add("bigint", Count::count);
      statement.executeUpdate();
    }
  }

  private static List<Count> counts(long channel, Tally tally) {
    var rules = new TreeMap<String, Long>();
    tally.undecided().forEach((rule, texts) -> rules.merge(name(rule), texts, Long::sum));
    var counts = new ArrayList<Count>();
    counts.add(new Count(channel, UPDATED, "", tally.updated()));
    tally.skipped().forEach((why, n) -> counts.add(new Count(channel, SKIPPED, why, n)));
    rules.forEach((rule, n) -> counts.add(new Count(channel, UNDECIDED, rule, n)));
    tally.failed().forEach((how, n) -> counts.add(new Count(channel, FAILED, how.column(), n)));
    counts.removeIf(count -> count.count() == 0);
    return counts;
  }

  private static String name(String rule) {
    return StorableText.of(rule.substring(0, Math.min(LONGEST_NAME, rule.length())));
  }

  static Tally of(Connection connection, long channel) throws SQLException {
    return tally(read(connection, "WHERE channel_id = ?", channel));
  }

  static Map<Long, Tally> ofAll(Connection connection) throws SQLException {
    var tallies = new HashMap<Long, Tally>();
    read(connection, "").stream()
        .collect(Collectors.groupingBy(Count::channel))
        .forEach((channel, counts) -> tallies.put(channel, tally(counts)));
    return tallies;
  }

  private static List<Count> read(Connection connection, String which, Object... parameters)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT channel_id, what, name, count FROM sluice.tally " + which,
        row -> new Count(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
        parameters);
  }

  private static Tally tally(List<Count> counts) {
    return new Tally(
        named(counts, UPDATED, Function.identity()).getOrDefault("", 0L),
        named(counts, SKIPPED, Function.identity()),
        named(counts, UNDECIDED, Function.identity()),
        named(counts, FAILED, PhotoOutcome::ofColumn));
  }

  private static <K> Map<K, Long> named(List<Count> counts, String what, Function<String, K> key) {
    return counts.stream()
        .filter(count -> count.what().equals(what))
        .collect(Collectors.toMap(count -> key.apply(count.name()), Count::count));
  }
}
