package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.ROUND_TRIP_SECONDS;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/** How far away the database is: a query that does nothing, many times. */
final class DatabaseRoundTrip implements Check {
  static final About ABOUT =
      About.of("database round trip", "a query and its answer", 10, "DATABASE_URL")
          .needing(DatabaseConnect.ABOUT);

  private static final int MOST = 100;
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final double FAR_SECONDS = 0.005;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var times = times(patient);
    double median = times[times.length / 2];
    double worst = times[times.length - 1];
    patient.tell(ROUND_TRIP_SECONDS, median);
    var measured =
        "median %s, worst %s of %d"
            .formatted(Words.millis(median), Words.millis(worst), times.length);
    var finding =
        median > FAR_SECONDS
            ? Finding.warning(
                measured,
                "DATABASE_URL: a server in the same place",
                "each transaction waits for %d to %d answers"
                    .formatted(Transactions.OF_MESSAGES, Transactions.OF_ITEMS))
            : Finding.fine(measured);
    return patient.transactions().byTrips(finding, median);
  }

  private static double[] times(Patient patient) throws Exception {
    var times = new double[MOST];
    int count = 0;
    try (var connection = patient.connect();
        var query = connection.prepareStatement("SELECT 1")) {
      ask(query);
      long ends = System.nanoTime() + TIME.toNanos();
      while (count < MOST && System.nanoTime() < ends) {
        long began = System.nanoTime();
        ask(query);
        times[count++] = (System.nanoTime() - began) / 1e9;
      }
    }
    var all = Arrays.copyOf(times, count);
    Arrays.sort(all);
    return all;
  }

  private static void ask(PreparedStatement query) throws SQLException {
    try (var row = query.executeQuery()) {
      row.next();
    }
  }
}
