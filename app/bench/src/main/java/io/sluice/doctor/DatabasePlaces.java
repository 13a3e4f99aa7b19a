package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.COMMIT_SECONDS;
import static io.sluice.doctor.Patient.Figure.ROUND_TRIP_SECONDS;

import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Connections: what the server allows against what nodes take, and the pool against the work. */
final class DatabasePlaces implements Check {
  static final About ABOUT =
      About.of(
              "database connections",
              "allowed, taken, and the pool of a node",
              10,
              "DB_MAX_POOL_SIZE")
          .needing(DatabaseConnect.ABOUT, DatabaseRoundTrip.ABOUT, DatabaseCommit.ABOUT);

  /** Of a node, for heartbeats and migrations. */
  private static final int BESIDES = 6;

  @Override
  public About about() {
    return ABOUT;
  }

  /**
   * @param allowed for us
   * @param others in use, of whom we are none
   * @param nodes that are live, and one more where this one is none of them
   */
  private record Facts(int allowed, int others, int nodes) {
    static Facts of(ResultSet row) throws SQLException {
      return new Facts(
          row.getInt("allowed"), row.getInt("others"), Math.max(1, row.getInt("nodes")));
    }
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    int pool = DatabaseSettings.from(patient.config()).maxPoolSize();
    Facts facts;
    try (var connection = patient.connect()) {
      facts = facts(connection);
    }
    int most = (facts.allowed() - facts.others()) / facts.nodes() - BESIDES;
    var measured =
        "%d allowed, %d taken by others; nodes: %d, each takes up to %d"
            .formatted(facts.allowed(), facts.others(), facts.nodes(), pool + BESIDES);
    if (pool > most) {
      return Finding.warning(
          measured,
          most >= 2 ? "DB_MAX_POOL_SIZE=" + most : "max_connections of PostgreSQL",
          "nodes are refused no connection when all are busy");
    }
    return byPool(patient, measured, pool);
  }

  /** A pool that is smaller than what works at once lets only so much do so. */
  private static Finding byPool(Patient patient, String measured, int pool) throws Exception {
    var cuts = patient.transactions().cuts();
    int wanted = cuts.stream().mapToInt(Transactions.Cut::atOnce).max().orElseThrow();
    if (pool >= wanted) {
      return Finding.fine(measured);
    }
    var knob = "DB_MAX_POOL_SIZE=" + (2 * wanted);
    var finding =
        Finding.warning(
            "%s; up to %d want one at once".formatted(measured, wanted),
            knob,
            "nothing waits for a connection");
    double trip = patient.told(ROUND_TRIP_SECONDS).orElse(0);
    double commit = patient.told(COMMIT_SECONDS).orElse(0);
    for (var cut : cuts) {
      if (cut.atOnce() > pool) {
        double seconds = cut.trips() * trip + commit;
        finding =
            finding.allowing(
                cut.kind(),
                pool * cut.items() / seconds,
                knob,
                "up to " + Words.rate(cut.kind(), cut.atOnce() * cut.items() / seconds));
      }
    }
    return finding;
  }

  private static Facts facts(Connection connection) throws SQLException {
    boolean ours =
        Sql.first(
                connection,
                "SELECT to_regclass('sluice.node') IS NOT NULL AS there",
                row -> row.getBoolean("there"))
            .orElseThrow();
    var nodes =
        ours
            ? "(SELECT count(*) FROM sluice.node WHERE state NOT IN ('left', 'down')"
                + " AND last_seen > clock_timestamp() - interval '1 minute')"
            : "0";
    return Sql.first(
            connection,
            """
            SELECT current_setting('max_connections')::int
                - current_setting('superuser_reserved_connections')::int AS allowed,
              (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'
                AND application_name <> 'sluice')::int AS others,
              %s::int AS nodes
            """
                .formatted(nodes),
            Facts::of)
        .orElseThrow();
  }
}
