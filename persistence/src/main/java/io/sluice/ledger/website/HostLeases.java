package io.sluice.ledger.website;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;

/**
 * Table {@code host_lease}: hosts that one node alone may ask, for as long as it says so again and
 * again. Many go in one statement.
 */
public final class HostLeases {
  private final Database database;
  private final UUID holder;
  private final Duration length;

  /**
   * @param holder another one for each life of a node
   * @param length of a lease that is not kept
   */
  public HostLeases(Database database, UUID holder, Duration length) {
    this.database = database;
    this.holder = holder;
    this.length = length;
  }

  /**
   * Takes hosts, or keeps those that it has; gives those that another has, with the time until its
   * lease would end.
   */
  public Map<String, Duration> take(Collection<String> hosts) {
    return database.transaction(
        connection -> {
          var asked = connection.createArrayOf("text", hosts.toArray());
          // In their order, or two nodes could wait for one another.
          var taken =
              new HashSet<>(
                  Sql.list(
                      connection,
                      """
                      INSERT INTO sluice.host_lease (host, holder, until)
                      SELECT host, ?, clock_timestamp() + make_interval(secs => ?)
                      FROM (SELECT DISTINCT unnest(?::text[]) AS host ORDER BY 1) AS asked
                      ON CONFLICT (host) DO UPDATE
                        SET holder = excluded.holder, until = excluded.until
                        WHERE host_lease.holder = excluded.holder
                          OR host_lease.until < clock_timestamp()
                      RETURNING host
                      """,
                      row -> row.getString(1),
                      holder,
                      length.toMillis() / 1000.0,
                      asked));
          var others = new HashMap<String, Duration>();
          if (!taken.containsAll(hosts)) {
            hosts.stream()
                .filter(host -> !taken.contains(host))
                .forEach(host -> others.put(host, Duration.ZERO));
            Sql.list(
                connection,
                """
                SELECT host, ceil(extract(epoch FROM until - clock_timestamp()) * 1000)::bigint
                FROM sluice.host_lease WHERE host = ANY (?)
                """,
                row ->
                    others.replace(
                        row.getString(1), Duration.ofMillis(Math.max(0, row.getLong(2)))),
                asked);
          }
          return others;
        });
  }

  /** Others may have them; and whatever nobody has kept for long is forgotten. */
  public int giveBack(Collection<String> hosts) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                DELETE FROM sluice.host_lease WHERE host IN (
                  SELECT host FROM sluice.host_lease
                  WHERE host = ANY (?) AND holder = ?
                    OR until < clock_timestamp() - interval '1 hour'
                  ORDER BY host FOR UPDATE SKIP LOCKED)
                """,
                connection.createArrayOf("text", hosts.toArray()),
                holder));
  }
}
