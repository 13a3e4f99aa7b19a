package io.sluice.ledger.website;

import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of a list of websites whose domains begin so, by these: their numbers come out, in lots. */
final class WebsiteDomains {
  /** As the index has them. */
  static final String ORDER = "domain COLLATE \"C\", site_key, list_row";

  private static final String SELECT =
      """
      SELECT list_row FROM sluice.websites
      WHERE batch_id = ? AND domain COLLATE "C" >= ? AND domain COLLATE "C" < ? %s
      ORDER BY %s LIMIT ?
      """;

  private final Database database;
  private final long batch;
  private final Beginning begins;

  WebsiteDomains(Database database, long batch, Beginning begins) {
    this.database = database;
    this.batch = batch;
    this.begins = begins;
  }

  private record Key(String domain, String site) {}

  /**
   * The next rows behind one of them.
   *
   * @param row 0 for the first
   */
  List<Long> behind(long row, int most) {
    var parameters = new ArrayList<Object>(List.of(batch, begins.first(), begins.end()));
    var behind = "";
    if (row > 0) {
      var key = key(row);
      if (key.isEmpty()) {
        return List.of();
      }
      behind = "AND (" + ORDER + ") > (?, ?, ?)";
      parameters.addAll(List.of(key.get().domain(), key.get().site(), row));
    }
    parameters.add(most);
    var sql = SELECT.formatted(behind, ORDER);
    return database.query(
        connection -> Sql.list(connection, sql, found -> found.getLong(1), parameters.toArray()));
  }

  /** Empty where there is no such row, or one without a domain. */
  private Optional<Key> key(long row) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT domain, site_key FROM sluice.websites
                WHERE batch_id = ? AND list_row = ? AND domain IS NOT NULL AND site_key IS NOT NULL
                """,
                found -> new Key(found.getString("domain"), found.getString("site_key")),
                batch,
                row));
  }
}
