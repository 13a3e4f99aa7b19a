package io.sluice.doctor;

import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Origins that have closed for a while, as all nodes were told. */
final class WebOrigins implements Check {
  static final About ABOUT =
      About.of("origins", "sites and models that want to be left alone", 10, "SITE_RATE")
          .needing(DatabaseConnect.ABOUT);

  private static final int MOST_TOLD = 5;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    List<String> closed;
    try (var connection = patient.connect()) {
      closed = closed(connection);
    }
    if (closed.isEmpty()) {
      return Finding.fine("none is closed");
    }
    var told = String.join("; ", closed.subList(0, Math.min(closed.size(), MOST_TOLD)));
    return Finding.warning(
        "%d closed: %s".formatted(closed.size(), told),
        closed.stream().anyMatch(one -> one.contains("telegram"))
            ? "TELEGRAM_PAGE_RATE, TELEGRAM_PHOTO_RATE: less"
            : "SITE_RATE: less",
        "it closes no more, and is waited for less");
  }

  private static List<String> closed(Connection connection) throws SQLException {
    boolean isThere =
        Sql.first(
                connection,
                "SELECT to_regclass('sluice.closed_origin') IS NOT NULL AS there",
                row -> row.getBoolean("there"))
            .orElseThrow();
    return isThere
        ? Sql.list(
            connection,
            """
            SELECT origin, reason,
              ceil(extract(epoch FROM closed_until - clock_timestamp()))::bigint AS seconds
            FROM sluice.closed_origin WHERE closed_until > clock_timestamp()
            ORDER BY closed_until DESC
            """,
            row ->
                "%s for another %d s (%s)"
                    .formatted(
                        row.getString("origin"), row.getLong("seconds"), row.getString("reason")))
        : List.of();
  }
}
