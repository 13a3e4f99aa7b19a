package io.sluice.ledger.channel;

import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * What is stored of a channel, beside what its sources announced with it, as the counters tell that
 * are kept as work is stored: nothing is counted when somebody asks.
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

  private static final Completeness NOTHING = new Completeness(0, 0, 0, Map.of(), LeftOut.NOTHING);

  public Completeness {
    photos = Map.copyOf(photos);
  }

  /** Reads some counters, however much is stored. */
  public static Completeness of(Database database, long channel) {
    return database.transaction(connection -> read(connection, channel));
  }

  /** Photos that have their file. */
  public long photosStored() {
    return sum(true);
  }

  /** Photos that were announced and of which nothing is known, not even why they failed. */
  public long photosUnaccounted() {
    return Math.max(0, photosAnnounced - sum(true) - sum(false));
  }

  /** Whether nothing is missing of what the sources gave with these messages. */
  public boolean isWhole() {
    return sum(false) == 0 && photosUnaccounted() == 0 && leftOut.isNothing();
  }

  private long sum(boolean hasFile) {
    return photos.entrySet().stream()
        .filter(entry -> entry.getKey().hasFile() == hasFile)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** One statement, since counters that were read one after another need not fit together. */
  private static Completeness read(Connection connection, long channel) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT channel.messages, channel.photos_announced, photo_count.outcome,
              photo_count.photos,
              (SELECT coalesce(max(id), 0) FROM sluice.message WHERE channel_id = ?) AS newest
            FROM sluice.channel LEFT JOIN sluice.photo_count
              ON photo_count.channel_id = channel.id AND photo_count.photos > 0
            WHERE channel.id = ?
            """)) {
      statement.setLong(1, channel);
      statement.setLong(2, channel);
      try (var row = statement.executeQuery()) {
        var stored = NOTHING;
        while (row.next()) {
          stored = stored.with(row);
        }
        return stored.with(LeftOutRows.of(connection, channel));
      }
    }
  }

  private Completeness with(ResultSet row) throws SQLException {
    var all = new HashMap<>(photos);
    if (row.getString("outcome") != null) {
      all.put(PhotoOutcome.ofColumn(row.getString("outcome")), row.getLong("photos"));
    }
    return new Completeness(
        row.getLong("messages"),
        row.getLong("newest"),
        row.getLong("photos_announced"),
        all,
        leftOut);
  }

  private Completeness with(LeftOut counted) {
    return new Completeness(messages, newest, photosAnnounced, photos, counted);
  }
}
