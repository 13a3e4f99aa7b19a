package io.sluice.doctor;

import io.sluice.persistence.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;

/** How far this machine's clock is from the database's, by the fastest of some answers. */
final class DatabaseClockApart implements Check {
  static final About ABOUT =
      About.of("clock", "this machine's clock against the database's", 10, "the clock")
          .needing(DatabaseConnect.ABOUT);

  private static final int TIMES = 5;

  /** From which on it is seen in what people read. */
  private static final Duration TOLERABLE = Duration.ofSeconds(1);

  @Override
  public About about() {
    return ABOUT;
  }

  private record Reading(Duration trip, Duration apart) {}

  @Override
  public Finding examine(Patient patient) throws Exception {
    var readings = new ArrayList<Reading>();
    try (var connection = patient.connect()) {
      for (int i = 0; i < TIMES; i++) {
        var before = patient.clock().instant();
        var there =
            Sql.first(connection, "SELECT clock_timestamp() AS now", row -> Sql.instant(row, "now"))
                .orElseThrow();
        var trip = Duration.between(before, patient.clock().instant());
        var middle = before.plus(trip.dividedBy(2));
        readings.add(new Reading(trip, Duration.between(there, middle)));
      }
    }
    var best = readings.stream().min(Comparator.comparing(Reading::trip)).orElseThrow();
    double apart = best.apart().toMillis() / 1e3;
    var measured =
        String.format(
            Locale.ROOT,
            "%.2f s %s the database's",
            Math.abs(apart),
            apart < 0 ? "behind" : "ahead of");
    return best.apart().abs().compareTo(TOLERABLE) > 0
        ? Finding.warning(
            measured,
            "the time service of this machine, such as chrony or systemd-timesyncd",
            "times in the log are right, certificates count when they should, and S3 takes what is"
                + " signed here")
        : Finding.fine(measured);
  }
}
