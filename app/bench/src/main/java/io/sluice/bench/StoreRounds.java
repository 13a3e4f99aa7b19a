package io.sluice.bench;

import io.sluice.persistence.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Measures ways in turn, several rounds of them, each time into an empty table. What comes out is
 * each way's rows a second in each round; only the time spent in storing counts.
 */
final class StoreRounds {
  private static final double SECOND = 1e9;

  private final Database database;
  private final Bounds bounds;
  private final BooleanSupplier stopped;
  private final InventedMessages messages = new InventedMessages();

  /**
   * How long to measure.
   *
   * @param warmUp of a way in a round, before what counts
   * @param time of a way in a round
   * @param messages most of a way in a round, and in its warm-up
   */
  record Bounds(int rounds, Duration warmUp, Duration time, int messages) {
    static Bounds ofMessages(int messages) {
      return new Bounds(9, Duration.ofMillis(200), Duration.ofMillis(600), messages);
    }

    String told(int ways) {
      return "%d ways, %d rounds, at most %d s"
          .formatted(
              ways, rounds, warmUp.plus(time).multipliedBy((long) ways * rounds).toSeconds());
    }
  }

  private record Stored(int rows, long nanos) {
    double rowsPerSecond() {
      return rows * SECOND / nanos;
    }
  }

  /**
   * @param stopped asked between batches
   */
  StoreRounds(Database database, Bounds bounds, BooleanSupplier stopped) {
    this.database = database;
    this.bounds = bounds;
    this.stopped = stopped;
  }

  /**
   * Rows a second of each round, in the order of the ways.
   *
   * @throws CancellationException if it was stopped
   */
  List<List<Double>> run(List<Way> ways) throws SQLException {
    var rates = new ArrayList<List<Double>>();
    ways.forEach(way -> rates.add(new ArrayList<>()));
    for (int round = 0; round < bounds.rounds(); round++) {
      for (int i = 0; i < ways.size(); i++) {
        rates.get(i).add(measure(ways.get(i)));
      }
    }
    return rates;
  }

  private double measure(Way way) throws SQLException {
    empty();
    var warmUp = store(way, bounds.warmUp());
    var measured = store(way, bounds.time());
    long expected = warmUp.rows() + measured.rows();
    long found = count();
    if (found != expected) {
      throw new IllegalStateException(
          "%s by %d stored %d rows of %d".formatted(way.name(), way.batch(), found, expected));
    }
    return measured.rowsPerSecond();
  }

  private Stored store(Way way, Duration time) throws SQLException {
    int rows = 0;
    long nanos = 0;
    while (rows < bounds.messages() && nanos < time.toNanos()) {
      if (stopped.getAsBoolean()) {
        throw new CancellationException();
      }
      var batch = messages.next(Math.min(way.batch(), bounds.messages() - rows));
      long start = System.nanoTime();
      way.storing().store(batch);
      nanos += System.nanoTime() - start;
      rows += batch.size();
    }
    return new Stored(rows, nanos);
  }

  private void empty() {
    database.transaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute("TRUNCATE sluice.message CASCADE");
          }
        });
  }

  private long count() {
    return database.transaction(
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("SELECT count(*) FROM sluice.message")) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
