package io.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;

/** Gives a statement its rows as one array a column, for {@code unnest}. */
final class ArrayColumns<T> {
  private final Connection connection;
  private final PreparedStatement statement;
  private final Collection<T> rows;
  private int parameter;

  ArrayColumns(
      Connection connection, PreparedStatement statement, Collection<T> rows, int firstParameter) {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.parameter = firstParameter;
  }

  void add(String type, Function<T, ?> value) throws SQLException {
    statement.setArray(
        parameter++, connection.createArrayOf(type, rows.stream().map(value).toArray()));
  }
}
