package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A consumer of files as its users wrote it before: one process of Python, five threads, rows in
 * batches of 50. Its program is in the checkout, under {@code tests}.
 *
 * @param python that has psycopg2
 * @param driver version of that
 */
record PlainConsumer(String python, Path script, String driver) {
  static final String SCRIPT = "tests/consumer/file_consumer.py";

  /** What a version manager offers may lack the library. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  /** How it inserts rows. */
  enum Way {
    EXECUTEMANY,
    EXECUTE_VALUES;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty where no Python has psycopg2. */
  static Optional<PlainConsumer> find(Path script) throws IOException, InterruptedException {
    for (var python : PYTHONS) {
      try {
        var asked =
            new ProcessBuilder(python, script.toString(), "--check")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() == 0) {
          return Optional.of(new PlainConsumer(python, script, version.strip()));
        }
      } catch (IOException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /** The program in the checkout that this class was built in; empty where there is none. */
  static Optional<Path> findScript() {
    var here = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
    for (var folder = here.toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve(SCRIPT))) {
        return Optional.of(folder.resolve(SCRIPT));
      }
    }
    return Optional.empty();
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
    var words = new ArrayList<>(List.of(python, script.toString()));
    words.addAll(List.of("--first", first.list().toString(), "--list", files.list().toString()));
    words.addAll(List.of("--store", store.toString(), "--sync", mode.setting()));
    words.addAll(List.of("--insert", way.word()));
    var command = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    var address = database.rewriting(false);
    int colon = address.host().lastIndexOf(':');
    command.environment().put("PGHOST", address.host().substring(0, colon));
    command.environment().put("PGPORT", address.host().substring(colon + 1));
    command.environment().put("PGDATABASE", address.name());
    command.environment().put("PGUSER", address.user());
    command.environment().put("PGPASSWORD", address.password());
    var child = command.start();
    try {
      var answer = new ObjectMapper().readTree(child.getInputStream().readAllBytes());
      int exit = child.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(script + " ended with " + exit);
      }
      mode.checked("the plain consumer", rows(database), first.count() + files.count());
      return new StoredFiles(
          files.count() / answer.get("seconds").asDouble(),
          first.count() / answer.get("firstSeconds").asDouble());
    } finally {
      child.destroy();
    }
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
