package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.COMMIT_SECONDS;
import static io.sluice.doctor.Patient.Figure.ROUND_TRIP_SECONDS;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/** How long a commit takes until it is on the server's disk, in a temporary schema of its own. */
final class DatabaseCommit implements Check {
  static final About ABOUT =
      About.of("database commit", "a commit that outlives a power cut", 10, "DATABASE_URL")
          .needing(DatabaseConnect.ABOUT);

  private static final int MOST = 50;
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final double SLOW_SECONDS = 0.02;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    double trip = patient.told(ROUND_TRIP_SECONDS).orElse(0);
    double[] times;
    String synchronous;
    try (var connection = patient.connect()) {
      times = times(connection);
      synchronous = setting(connection);
    }
    // What is committed was asked for in the same breath, and answered in one.
    double median = Math.max(1e-6, times[times.length / 2] - trip);
    patient.tell(COMMIT_SECONDS, median);
    var measured =
        "median %s, worst %s of %d, without the way there"
            .formatted(
                Words.millis(median),
                Words.millis(Math.max(0, times[times.length - 1] - trip)),
                times.length);
    return patient.transactions().byCommit(finding(measured, median, synchronous), median);
  }

  private static Finding finding(String measured, double median, String synchronous) {
    if (!synchronous.equals("on") && !synchronous.startsWith("remote")) {
      return Finding.warning(
          measured + "; synchronous_commit is " + synchronous,
          "synchronous_commit=on of PostgreSQL",
          "what was stored outlives a power cut of its machine");
    }
    return median > SLOW_SECONDS
        ? Finding.warning(
            measured,
            "the disk of PostgreSQL's WAL: one that confirms within a millisecond",
            "each transaction waits for it once")
        : Finding.fine(measured);
  }

  private static double[] times(Connection connection) throws SQLException {
    var times = new double[MOST];
    int count = 0;
    long ends = System.nanoTime() + TIME.toNanos();
    try (var statement = connection.createStatement()) {
      while (count < MOST && (count == 0 || System.nanoTime() < ends)) {
        long began = System.nanoTime();
        // A number that is taken is logged, and nothing is left of it.
        statement.execute("SELECT pg_logical_emit_message(true, 'sluice', 'doctor')");
        times[count++] = (System.nanoTime() - began) / 1e9;
      }
    }
    var all = Arrays.copyOf(times, count);
    Arrays.sort(all);
    return all;
  }

  private static String setting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW synchronous_commit")) {
      row.next();
      return row.getString(1);
    }
  }
}
