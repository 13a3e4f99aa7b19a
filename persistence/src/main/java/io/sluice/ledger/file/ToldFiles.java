package io.sluice.ledger.file;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Of which files of the store rows tell, for those who remove the others. */
public final class ToldFiles {
  private static final String COLUMNS = "SELECT hash, path, picture_path FROM sluice.file";

  private final Database database;

  public ToldFiles(Database database) {
    this.database = database;
  }

  /**
   * What a row tells of.
   *
   * @param picturePath null if there is none
   */
  public record Told(String path, String picturePath) {
    public boolean tells(String key) {
      return key.equals(path) || key.equals(picturePath);
    }
  }

  /** By hash, in hexadecimal digits; those without a row are missing. */
  public Map<String, Told> of(Collection<String> hashes) {
    var told = new HashMap<String, Told>();
    database.query(
        connection ->
            Sql.list(
                connection,
                COLUMNS + " WHERE hash = ANY (?)",
                row ->
                    told.put(
                        HexFormat.of().formatHex(row.getBytes("hash")),
                        new Told(row.getString("path"), row.getString("picture_path"))),
                connection.createArrayOf(
                    "bytea",
                    hashes.stream().map(HexFormat.of()::parseHex).toArray(byte[][]::new))));
    return told;
  }

  /**
   * Keeps everybody else from storing, or forgetting, a file with this hash until the transaction
   * ends: by a lock on its row or, where it has none, by a row of our own that nobody sees.
   *
   * @return what its row tells of; empty if it has none
   */
  public static Optional<Told> hold(Connection connection, String hash) throws SQLException {
    var bytes = HexFormat.of().parseHex(hash);
    while (true) {
      // Who stores it now, or forgets it, is waited for.
      int ours =
          Sql.update(
              connection,
              """
              INSERT INTO sluice.file (hash, size, mime_type, path) VALUES (?, 0, '', '')
              ON CONFLICT (hash) DO NOTHING
              """,
              (Object) bytes);
      if (ours == 1) {
        return Optional.empty();
      }
      var told =
          Sql.first(
              connection,
              COLUMNS + " WHERE hash = ? FOR UPDATE",
              row -> new Told(row.getString("path"), row.getString("picture_path")),
              (Object) bytes);
      if (told.isPresent()) {
        return told;
      }
    }
  }

  /**
   * Takes our own row back. That this succeeds shows that nobody else had the file since {@link
   * #hold}: a server that gives a transaction up takes no more statements of it.
   */
  public static void letGo(Connection connection, String hash) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM sluice.file WHERE hash = ? AND path = ''",
        (Object) HexFormat.of().parseHex(hash));
  }
}
