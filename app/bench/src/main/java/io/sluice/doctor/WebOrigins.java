package io.sluice.doctor;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import io.sluice.model.ModelSettings;
import io.sluice.origin.OriginName;
import io.sluice.origin.OriginSettings;
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
    List<Closed> closed;
    try (var connection = patient.connect()) {
      closed = closed(connection);
    }
    if (closed.isEmpty()) {
      return Finding.fine("none is closed");
    }
    var told = closed.stream().limit(MOST_TOLD).map(Closed::words).collect(joining("; "));
    return Finding.warning(
        "%d closed: %s".formatted(closed.size(), told),
        knob(patient.config(), closed.get(0)),
        "it is asked half as often then, and closes less");
  }

  /**
   * An origin that wants no requests.
   *
   * @param name as a person reads it
   */
  private record Closed(String name, long seconds, String reason) {
    String words() {
      return "%s for another %d s (%s)".formatted(name, seconds, reason);
    }
  }

  /** Half of what it is asked at most. */
  private static String knob(Config config, Closed longest) {
    var rates = OriginSettings.from(config);
    return switch (OriginName.Kind.ofTold(longest.name()).orElse(OriginName.Kind.SITE)) {
      case TELEGRAM_PAGE -> "TELEGRAM_PAGE_RATE=" + Words.decimal(rates.pagesPerSecond() / 2);
      case TELEGRAM_PHOTO -> "TELEGRAM_PHOTO_RATE=" + Words.decimal(rates.photosPerSecond() / 2);
      case SITE -> "SITE_RATE=" + Words.decimal(rates.sitesPerSecond() / 2);
      case MODEL -> "MODEL_PARALLELISM=" + Math.max(1, ModelSettings.from(config).mostAtOnce() / 2);
    };
  }

  /** The one first that is closed for longest. */
  private static List<Closed> closed(Connection connection) throws SQLException {
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
                new Closed(
                    row.getString("origin"), row.getLong("seconds"), row.getString("reason")))
        : List.of();
  }
}
