package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * A consumer of files as its users wrote it before: one process of Python, five threads, rows in
 * batches of 50. Its program is in the checkout, under {@code tests}.
 *
 * @param program it is
 */
record PlainConsumer(PythonProgram program) {
  static final String SCRIPT = "tests/consumer/file_consumer.py";

  /** How it inserts rows. */
  enum Way {
    EXECUTEMANY,
    EXECUTE_VALUES;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Version of psycopg2. */
  String driver() {
    return program.version();
  }

  /**
   * Stores the first files and then the others in one process, or finds them stored where this was
   * done before, and a row for each in a table that it empties first.
   */
  StoredFiles take(
      ScratchDatabase database,
      Path store,
      BenchFiles first,
      BenchFiles files,
      FileSyncMode mode,
      Way way)
      throws IOException, InterruptedException, SQLException {
    empty(database);
    var words =
        List.of(
            "--first",
            first.list().toString(),
            "--list",
            files.list().toString(),
            "--store",
            store.toString(),
            "--sync",
            mode.setting(),
            "--insert",
            way.word());
    var answer = program.run(database.rewriting(false), words);
    mode.checked("the plain consumer", rows(database), first.count() + files.count());
    return new StoredFiles(
        files.count() / answer.get("seconds").asDouble(),
        first.count() / answer.get("firstSeconds").asDouble());
  }

  private static void empty(ScratchDatabase database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS file_events");
    }
  }

  private static int rows(ScratchDatabase database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM file_events")) {
      row.next();
      return row.getInt(1);
    }
  }
}
