package io.sluice.ledger.file;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredItem;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has become of each file of a batch, bit by bit, for those who take it elsewhere. */
public final class FileResults implements KindResults {
  private static final List<String> COLUMNS =
      List.of(
          "number",
          "state",
          "reason",
          "detail",
          "address",
          "filename",
          "size",
          "mime_type",
          "hash",
          "storage_url");

  private final Database database;

  public FileResults(Database database) {
    this.database = database;
  }

  /**
   * What has become of one file; what is not known is null.
   *
   * @param filename as people read it
   * @param hash SHA-256 of its bytes, in hexadecimal digits
   * @param storageUrl path of its blob
   */
  public record FileResult(
      long number,
      String state,
      String reason,
      String detail,
      String address,
      String filename,
      Long size,
      String mimeType,
      String hash,
      String storageUrl) {

    private static FileResult of(ResultSet row) throws SQLException {
      return new FileResult(
          row.getLong("number"),
          row.getString("state"),
          row.getString("reason"),
          row.getString("detail"),
          row.getString("address"),
          row.getString("filename"),
          Sql.number(row, "file_size"),
          row.getString("mime_type"),
          row.getString("hash"),
          row.getString("storage_url"));
    }

    /** In the order of the columns. */
    private List<Object> values() {
      return Arrays.asList(
          number, state, reason, detail, address, filename, size, mimeType, hash, storageUrl);
    }
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states) {
    return of(batch, first, last, states).stream().map(FileResult::values).toList();
  }

  /**
   * Those with numbers from first to last, in their order; of one that was stored more than once
   * the last time.
   */
  public List<FileResult> of(long batch, long first, long last, Collection<ItemState> states) {
    var wanted = states.stream().map(ItemState::column).toArray(String[]::new);
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT DISTINCT ON (number) number, state, reason, detail, address, filename,
                  file_size, mime_type, encode(hash, 'hex') AS hash, storage_url
                FROM sluice.item LEFT JOIN sluice.file_events AS event
                  ON event.item = number AND event.batch_id = ? AND event.item BETWEEN ? AND ?
                WHERE item.batch_id = ? AND number BETWEEN ? AND ? AND state = ANY (?)
                ORDER BY number, event_time DESC
                """,
                FileResult::of,
                batch,
                first,
                last,
                batch,
                first,
                last,
                connection.createArrayOf("text", wanted)));
  }

  @Override
  public Map<Long, StoredItem> stored(long batch, Collection<Long> numbers) {
    var stored = new HashMap<Long, StoredItem>();
    database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT DISTINCT ON (item) item, filename, file_size, event.mime_type, picture_path
                FROM sluice.file_events AS event LEFT JOIN sluice.file USING (hash)
                WHERE batch_id = ? AND item = ANY (?)
                ORDER BY item, event_time DESC
                """,
                row -> stored.put(row.getLong("item"), stored(row)),
                batch,
                connection.createArrayOf("bigint", numbers.toArray())));
    return stored;
  }

  private static StoredItem stored(ResultSet row) throws SQLException {
    return new StoredItem(
        row.getString("filename"),
        Sql.number(row, "file_size"),
        row.getString("mime_type"),
        row.getString("picture_path"),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
