package io.sluice.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one statement with its parameters, and makes values of its rows. */
public final class Sql {
  private Sql() {}

  /** Makes a value of the row at hand. */
  public interface Mapping<T> {
    T map(ResultSet row) throws SQLException;
  }

  public static <T> List<T> list(
      Connection connection, String sql, Mapping<T> mapping, Object... parameters)
      throws SQLException {
    try (var statement = prepare(connection, sql, parameters);
        var rows = statement.executeQuery()) {
      var values = new ArrayList<T>();
      while (rows.next()) {
        values.add(mapping.map(rows));
      }
      return values;
    }
  }

  public static <T> Optional<T> first(
      Connection connection, String sql, Mapping<T> mapping, Object... parameters)
      throws SQLException {
    return list(connection, sql, mapping, parameters).stream().findFirst();
  }

  /** How many rows it changed. */
  public static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (var statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /** A time; null where the row has none. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A whole number; null where the row has none. */
  public static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
