package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is stored of a channel, beside what its sources announced with it. Counted from the rows
 * themselves, so it tells what counters cannot: a row or a photo that should be there and is not.
 *
 * @param messages rows of messages
 * @param newest the highest id of them; 0 without any
 * @param photosAnnounced photos that the sources of these messages spoke of
 * @param photos what became of them
 * @param leftOut what the sources gave beside that
 */
public record Completeness(
    long messages,
    long newest,
    long photosAnnounced,
    Map<PhotoOutcome, Long> photos,
    LeftOut leftOut) {

  public Completeness {
    photos = Map.copyOf(photos);
  }

  /** Reads every row of the channel, so it is for the end of a collection and not for a display. */
  public static Completeness of(Database database, long channel) {
    return database.transaction(connection -> count(connection, channel));
  }

  /** Photos that have their file. */
  public long photosStored() {
    return sum(true);
  }

  /** Photos that were announced and of which nothing is known, not even why they failed. */
  public long photosUnaccounted() {
    return Math.max(0, photosAnnounced - sum(true) - sum(false));
  }

  private long sum(boolean hasFile) {
    return photos.entrySet().stream()
        .filter(entry -> entry.getKey().hasFile() == hasFile)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Completeness count(Connection connection, long channel) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT count(*), coalesce(max(id), 0), coalesce(sum(photos), 0)
            FROM sluice.message WHERE channel_id = ?
            """)) {
      statement.setLong(1, channel);
      try (var row = statement.executeQuery()) {
        row.next();
        return new Completeness(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            photos(connection, channel),
            LeftOutRows.of(connection, channel));
      }
    }
  }

  private static Map<PhotoOutcome, Long> photos(Connection connection, long channel)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT outcome, count(*) FROM sluice.photo WHERE channel_id = ? GROUP BY outcome")) {
      statement.setLong(1, channel);
      var photos = new EnumMap<PhotoOutcome, Long>(PhotoOutcome.class);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          photos.put(PhotoOutcome.ofColumn(row.getString(1)), row.getLong(2));
        }
      }
      return photos;
    }
  }
}
