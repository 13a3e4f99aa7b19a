package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.COMMIT_SECONDS;
import static io.sluice.doctor.Patient.Figure.ROUND_TRIP_SECONDS;

import io.sluice.bench.ScratchDatabase;
import io.sluice.bench.WriterSpeed;
import io.sluice.channel.StoreSettings;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;

/** Rows a second of our own writer, in a database of its own that is dropped. */
final class DatabaseWriter implements Check {
  static final About ABOUT =
      About.of("database writer", "rows a second of one channel", 20, "DATABASE_URL")
          .needing(DatabaseConnect.ABOUT, DatabaseRoundTrip.ABOUT, DatabaseCommit.ABOUT);

  /** From which on the schema of a database is long in the making. */
  private static final double FAR_SECONDS = 0.02;

  /** Of the time of a transaction, at least so much is the server's. */
  private static final double LEAST_SHARE = 0.1;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    double trip = patient.told(ROUND_TRIP_SECONDS).orElseThrow();
    if (trip > FAR_SECONDS) {
      return Finding.skipped("the database is too far away to make another one there");
    }
    int batch = StoreSettings.from(patient.config()).messages();
    ScratchDatabase scratch;
    try {
      scratch = patient.keep(ScratchDatabase.create(patient.database()));
    } catch (DatabaseException e) {
      return Finding.skipped(Words.failure(e));
    }
    double rows;
    try {
      rows = WriterSpeed.shortly(scratch, DatabaseSettings.from(patient.config()), batch);
    } finally {
      patient.give(scratch);
    }
    double whole = batch / rows;
    double waits = Transactions.OF_MESSAGES * trip + patient.told(COMMIT_SECONDS).orElseThrow();
    double allowed = batch / Math.max(whole - waits, whole * LEAST_SHARE);
    return Finding.fine("%s rows/s".formatted(Words.number(rows)))
        .allowing(
            WorkKind.MESSAGES,
            allowed,
            "the machine of PostgreSQL: faster cores",
            "as many more as they are faster");
  }
}
