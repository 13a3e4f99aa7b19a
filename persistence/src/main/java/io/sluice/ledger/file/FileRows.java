package io.sluice.ledger.file;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Tables {@code file} and {@code file_events}: what is in the store, and how it came there. */
public final class FileRows {
  private static final int DAYS_AHEAD = 3;

  private final Database database;
  private volatile LocalDate ahead = LocalDate.MIN;

  public FileRows(Database database) {
    this.database = database;
  }

  /** Which of these hashes the store has. */
  public Set<String> known(Collection<byte[]> hashes) {
    return database.transaction(
        connection ->
            Set.copyOf(
                Sql.list(
                    connection,
                    "SELECT hash FROM sluice.file WHERE hash = ANY (?)",
                    row -> HexFormat.of().formatHex(row.getBytes(1)),
                    connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)))));
  }

  /** Sees to it that the events of today and of the next days have their partitions. */
  public void lookAhead() {
    var today = LocalDate.now(ZoneOffset.UTC);
    if (ahead.isAfter(today)) {
      return;
    }
    var until = today.plusDays(DAYS_AHEAD);
    database.transaction(
        connection ->
            Sql.list(connection, "SELECT sluice.file_events_ahead(?)", row -> Boolean.TRUE, until));
    ahead = until;
  }

  /**
   * Stores files and an event for each.
   *
   * @return the items whose content is new; that of the others is stored already
   */
  public static Set<Long> insert(Connection connection, List<FileRow> files) throws SQLException {
    var first = new LinkedHashMap<String, FileRow>();
    // By hash, so that two who have the same ones never wait for each other in turn.
    files.stream()
        .sorted(Comparator.comparing(FileRow::key).thenComparing(FileRow::item))
        .forEach(file -> first.putIfAbsent(file.key(), file));
    var stored = insertFiles(connection, first.values());
    insertEvents(connection, files);
    var items = new HashSet<Long>();
    stored.forEach(hash -> items.add(first.get(hash).item()));
    return items;
  }

  private static List<String> insertFiles(Connection connection, Collection<FileRow> files)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.file (hash, size, mime_type, path, picture_path, picture_width,
              picture_height, picture_reason)
            SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[],
              ?::int4[], ?::int4[], ?::text[])
            ON CONFLICT (hash) DO NOTHING
            RETURNING hash
            """)) {
      var columns = new ArrayColumns<>(connection, statement, files, 1);
      columns.add("bytea", FileRow::hash);
      columns.add("bigint", FileRow::size);
      columns.add("text", FileRow::mimeType);
      columns.add("text", FileRow::path);
      columns.add("text", FileRow::picturePath);
      columns.add("int4", FileRow::pictureWidth);
      columns.add("int4", FileRow::pictureHeight);
      columns.add("text", file -> StorableText.of(file.pictureReason()));
      return hashes(statement);
    }
  }

  private static List<String> hashes(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var hashes = new ArrayList<String>();
      while (rows.next()) {
        hashes.add(HexFormat.of().formatHex(rows.getBytes(1)));
      }
      return hashes;
    }
  }

  private static void insertEvents(Connection connection, List<FileRow> files) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.file_events (event_time, operation, filename, file_size, mime_type,
              storage_url, redis_message_id, batch_id, item, hash)
            SELECT now(), 'upload', filename, file_size, mime_type, storage_url,
              batch_id || '/' || item, batch_id, item, hash
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
              ?::bytea[]) AS event (filename, file_size, mime_type, storage_url, batch_id, item, hash)
            """)) {
      var columns = new ArrayColumns<>(connection, statement, files, 1);
      columns.add("text", file -> StorableText.of(file.name()));
      columns.add("bigint", FileRow::size);
      columns.add("text", FileRow::mimeType);
      columns.add("text", FileRow::path);
      columns.add("bigint", FileRow::batch);
      columns.add("bigint", FileRow::item);
      columns.add("bytea", FileRow::hash);
      statement.executeUpdate();
    }
  }
}
