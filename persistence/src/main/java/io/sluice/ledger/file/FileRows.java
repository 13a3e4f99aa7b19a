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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables {@code file} and {@code file_events}: what is in the store, and how it came there. */
public final class FileRows {
  private static final int DAYS_AHEAD = 3;

  private final Database database;
  private volatile LocalDate ahead = LocalDate.MIN;

  public FileRows(Database database) {
    this.database = database;
  }

  /** Which of these hashes the store has, each with the path of its blob. */
  public Map<String, String> known(Collection<byte[]> hashes) {
    return database.query(
        connection ->
            Sql.list(
                    connection,
                    "SELECT hash, path FROM sluice.file WHERE hash = ANY (?)",
                    row -> Map.entry(HexFormat.of().formatHex(row.getBytes(1)), row.getString(2)),
                    connection.createArrayOf("bytea", hashes.toArray(byte[][]::new)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** How often something was taken out of the store until now. */
  public long withdrawals() {
    return database.query(FileRows::withdrawals);
  }

  /** The same as it is at this moment, whatever the transaction sees. */
  public static long withdrawals(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM sluice.withdrawals",
            row -> row.getLong(1))
        .orElseThrow();
  }

  /**
   * Says that something is, or was, taken out of the store: before the first and after the last of
   * a transaction, while the rows of all are locked. It stays said where the transaction is undone.
   */
  public static void sayWithdrawn(Connection connection) throws SQLException {
    Sql.first(connection, "SELECT nextval('sluice.withdrawals')", row -> row.getLong(1));
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
   * Where a file is.
   *
   * @param path of its blob, which is that of whoever stored the content first
   * @param isNew whether that was this item
   */
  public record Kept(String path, boolean isNew) {}

  /** A file and where it is. */
  public record Placed(FileRow file, Kept place) {}

  /**
   * Stores files and an event for each.
   *
   * @return where the file of each item is
   */
  public static Map<Long, Kept> insert(Connection connection, List<FileRow> files)
      throws SQLException {
    // By hash, so that two who have the same ones never wait for each other in turn.
    var byHash = new TreeMap<String, List<FileRow>>();
    for (var file : files) {
      byHash.computeIfAbsent(file.key(), hash -> new ArrayList<>()).add(file);
    }
    byHash.values().forEach(same -> same.sort(Comparator.comparing(FileRow::item)));
    var kept = new HashMap<Long, Kept>();
    insertFiles(connection, byHash.values())
        .forEach(
            (hash, first) -> {
              var same = byHash.get(hash);
              same.forEach(file -> kept.put(file.item(), new Kept(first.path(), false)));
              kept.put(same.get(0).item(), first);
            });
    insertEvents(connection, files, kept);
    return kept;
  }

  /**
   * Stores files, or counts one more use of those that are there.
   *
   * @param files those of one hash together, in the order of their hashes
   * @return where each is, by its hash
   */
  public static Map<String, Kept> insertFiles(
      Connection connection, Collection<List<FileRow>> files) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.file (hash, size, mime_type, path, picture_path, picture_width,
              picture_height, picture_reason, uses)
            SELECT * FROM unnest(?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[],
              ?::int4[], ?::int4[], ?::text[], ?::bigint[])
            ON CONFLICT (hash) DO UPDATE SET uses = file.uses + excluded.uses
            RETURNING hash, path, xmax = 0 AS is_new
            """)) {
      var columns = new ArrayColumns<>(connection, statement, files, 1);
      columns.add("bytea", same -> same.get(0).hash());
      columns.add("bigint", same -> same.get(0).size());
      columns.add("text", same -> same.get(0).mimeType());
      columns.add("text", same -> same.get(0).path());
      columns.add("text", same -> same.get(0).picturePath());
      columns.add("int4", same -> same.get(0).pictureWidth());
      columns.add("int4", same -> same.get(0).pictureHeight());
      columns.add("text", same -> StorableText.of(same.get(0).pictureReason()));
      columns.add("bigint", same -> (long) same.size());
      return kept(statement);
    }
  }

  private static Map<String, Kept> kept(PreparedStatement statement) throws SQLException {
    try (var rows = statement.executeQuery()) {
      var kept = new HashMap<String, Kept>();
      while (rows.next()) {
        kept.put(
            HexFormat.of().formatHex(rows.getBytes("hash")),
            new Kept(rows.getString("path"), rows.getBoolean("is_new")));
      }
      return kept;
    }
  }

  private static void insertEvents(Connection connection, List<FileRow> files, Map<Long, Kept> kept)
      throws SQLException {
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
      columns.add("text", file -> kept.get(file.item()).path());
      columns.add("bigint", FileRow::batch);
      columns.add("bigint", FileRow::item);
      columns.add("bytea", FileRow::hash);
      statement.executeUpdate();
    }
  }

  /**
   * What a slice of events took with it.
   *
   * @param events that are gone
   * @param paths of the blobs that no row tells of any more
   */
  public record Forgotten(int events, List<String> paths) {}

  /**
   * Deletes events of a batch, and the files that had no others. Who stores one of these again
   * waits until this transaction has its end, in which the blobs are to be removed, too.
   */
  public static Forgotten forget(Connection connection, long batch, int most) throws SQLException {
    var uses =
        Sql.list(
                connection,
                """
                DELETE FROM sluice.file_events WHERE batch_id = ? AND item < ? + (
                  SELECT min(item) FROM sluice.file_events WHERE batch_id = ?)
                RETURNING hash
                """,
                row -> HexFormat.of().formatHex(row.getBytes(1)),
                batch,
                most,
                batch)
            .stream()
            .collect(Collectors.groupingBy(hash -> hash, TreeMap::new, Collectors.counting()));
    return new Forgotten(
        uses.values().stream().mapToInt(Long::intValue).sum(), release(connection, uses));
  }

  private static List<String> release(Connection connection, SortedMap<String, Long> uses)
      throws SQLException {
    var hashes =
        connection.createArrayOf(
            "bytea", uses.keySet().stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new));
    Sql.list(
        connection,
        "SELECT FROM sluice.file WHERE hash = ANY (?) ORDER BY hash FOR UPDATE",
        row -> Boolean.TRUE,
        hashes);
    Sql.update(
        connection,
        """
        UPDATE sluice.file SET uses = uses - given.back
        FROM unnest(?::bytea[], ?::bigint[]) AS given (hash, back) WHERE file.hash = given.hash
        """,
        hashes,
        connection.createArrayOf("bigint", uses.values().toArray(Long[]::new)));
    return Sql.list(
            connection,
            """
            DELETE FROM sluice.file WHERE hash = ANY (?) AND uses <= 0
            RETURNING path, picture_path
            """,
            // A blob before its picture: who finds no blob writes both anew.
            row -> Stream.of(row.getString(1), row.getString(2)),
            hashes)
        .stream()
        .flatMap(paths -> paths)
        .filter(Objects::nonNull)
        .toList();
  }
}
