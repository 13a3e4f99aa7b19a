package io.sluice.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** Gives a statement its rows as one array a column, for {@code unnest}. */
public final class ArrayColumns<T> {
  private final Connection connection;
  private final PreparedStatement statement;
  private final Collection<T> rows;
  private int parameter;

  /**
   * Columns of these rows.
   *
   * @param firstParameter of the statement; each column takes the next
   */
  public ArrayColumns(
      Connection connection, PreparedStatement statement, Collection<T> rows, int firstParameter) {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.parameter = firstParameter;
  }

  /**
   * The next column.
   *
   * @param type of PostgreSQL, such as {@code int4}
   */
  public void add(String type, Function<T, ?> value) throws SQLException {
    var column = rows.stream().map(value).toArray(length -> array(type, length));
    statement.setArray(parameter++, connection.createArrayOf(type, column));
  }

  /** The driver sends an array of these types in binary, and one of objects as quoted text. */
  private static Object[] array(String type, int length) {
    return switch (type) {
      case "bigint" -> new Long[length];
      case "int4" -> new Integer[length];
      case "boolean" -> new Boolean[length];
      case "text" -> new String[length];
      case "bytea" -> new byte[length][];
      default -> new Object[length];
    };
  }
}
