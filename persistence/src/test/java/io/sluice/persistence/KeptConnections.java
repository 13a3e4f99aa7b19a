package io.sluice.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;

/**
 * Asks what tests want to know, on connections that are kept for the next question: a test that
 * waits asks many times, and each new connection is a process of the server.
 */
final class KeptConnections {
  private static final int KEPT = 8;

  /**
   * @param connection that nobody uses now
   */
  private record Kept(DatabaseAddress address, Connection connection) {}

  private final Deque<Kept> idle = new ArrayDeque<>();

  /** The rows that a query gives, each as its columns in text. */
  List<List<String>> query(DatabaseAddress address, String sql) throws SQLException {
    var kept = take(address);
    if (kept != null) {
      try {
        return query(address, kept, sql);
      } catch (SQLException e) {
        if (!isCut(e)) {
          throw e;
        }
      }
    }
    return query(address, connect(address), sql);
  }

  /** Meanwhile, or by the server's end. */
  private static boolean isCut(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  private List<List<String>> query(DatabaseAddress address, Connection connection, String sql)
      throws SQLException {
    try {
      var rows = rows(connection, sql);
      keep(new Kept(address, connection));
      return rows;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static Connection connect(DatabaseAddress address) throws SQLException {
    var login = new Properties();
    login.setProperty("user", address.user());
    login.setProperty("password", address.password());
    return DriverManager.getConnection(address.jdbcUrl(), login);
  }

  static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (row.next()) {
        var cells = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(row.getString(i));
        }
        rows.add(cells);
      }
      return rows;
    }
  }

  private synchronized Connection take(DatabaseAddress address) {
    for (var kept : idle) {
      if (kept.address().equals(address)) {
        idle.remove(kept);
        return kept.connection();
      }
    }
    return null;
  }

  /** The one that was not used for longest is closed. */
  private synchronized void keep(Kept kept) throws SQLException {
    idle.addFirst(kept);
    if (idle.size() > KEPT) {
      idle.removeLast().connection().close();
    }
  }
}
