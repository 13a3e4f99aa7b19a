package io.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Rows for PostgreSQL's COPY, which takes them in half the time of an insert: values go in, row by
 * row, and are stored together, in the transaction of their connection. None of them may be there
 * yet.
 */
public final class CopyRows {
  private static final String NULL = "\\N";

  private final String command;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param table with its schema
   * @param columns in the order of the values
   */
  public CopyRows(String table, List<String> columns) {
    command = "COPY %s (%s) FROM STDIN".formatted(table, String.join(", ", columns));
  }

  /**
   * A row.
   *
   * @param values texts that PostgreSQL takes ({@link StorableText}), numbers, truths, or null
   */
  public void add(Object... values) {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      append(values[i]);
    }
    text.append('\n');
  }

  private void append(Object value) {
    if (value == null) {
      text.append(NULL);
    } else if (value instanceof String string) {
      append(string);
    } else {
      text.append(value);
    }
  }

  private void append(String value) {
    for (int i = 0; i < value.length(); i++) {
      char sign = value.charAt(i);
      switch (sign) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(sign);
      }
    }
  }

  /** Stores them; tells how many there were. */
  public long store(Connection connection) throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(command);
    try {
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
