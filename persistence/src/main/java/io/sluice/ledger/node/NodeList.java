package io.sluice.ledger.node;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The nodes that use this database, and those that did so lately. */
public final class NodeList {
  private static final String SELECT =
      """
      SELECT *, extract(epoch FROM clock_timestamp() - last_seen) AS silent FROM sluice.node
      """;

  private final Database database;

  public NodeList(Database database) {
    this.database = database;
  }

  /** All rows, the oldest process first. */
  public List<NodeRow> all() {
    return database.controlTransaction(connection -> read(connection, SELECT));
  }

  /** Those that have not ended, whether or not they were heard of. */
  public List<NodeRow> live() {
    return all().stream().filter(row -> row.state().isLive()).toList();
  }

  static List<NodeRow> live(Connection connection) throws SQLException {
    return read(connection, SELECT + " WHERE state NOT IN ('left', 'down')");
  }

  private static List<NodeRow> read(Connection connection, String sql) throws SQLException {
    return Sql.list(connection, sql + " ORDER BY process_started, id", NodeList::row);
  }

  private static NodeRow row(ResultSet row) throws SQLException {
    return new NodeRow(
        row.getObject("id", UUID.class),
        NodeRow.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("address")),
        row.getLong("uid"),
        new NodeProcess(
            row.getString("host"),
            row.getString("process_space"),
            row.getLong("process"),
            Sql.instant(row, "process_started")),
        row.getString("version"),
        Optional.ofNullable(row.getString("api")),
        Sql.instant(row, "last_seen"),
        row.getDouble("silent"),
        new NodeLoad(
            new PlacesInUse(row.getInt("places"), numbers(row, "running"), numbers(row, "waiting")),
            new PlacesInUse(
                row.getInt("chunk_places"),
                numbers(row, "chunks_running"),
                numbers(row, "chunks_waiting")),
            row.getDouble("messages_per_second"),
            row.getDouble("images_per_second"),
            row.getLong("heap_bytes"),
            row.getLong("heap_max_bytes")),
        Optional.ofNullable(row.getString("reason")));
  }

  private static List<Long> numbers(ResultSet row, String column) throws SQLException {
    return Arrays.asList((Long[]) row.getArray(column).getArray());
  }
}
