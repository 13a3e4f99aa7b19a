package io.sluice.bench;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * {@code submit files} of a folder in a process of its own, as users have it. What counts is what
 * the batch's row says, from when it was made to its end, and the rows that are there.
 */
record SubmitRun(Config config, ScratchDatabase database, Path store, Path files) {
  private static final List<String> SETTINGS =
      List.of(
          "CHUNK_SIZE",
          "MAX_CONCURRENT_CHUNKS",
          "NODE_CHUNKS",
          "CONSUMER_BATCH_SIZE",
          "BATCH_TIME",
          "FILE_PARALLELISM",
          "DB_MAX_POOL_SIZE");

  /** Stores them, or finds them stored where this was done before. */
  StoredFiles take(FileSyncMode mode, int expected)
      throws IOException, InterruptedException, SQLException {
    long began = System.nanoTime();
    JavaProgram.in(store, config, SETTINGS)
        .with("DATABASE_URL", database.rewriting(false).url())
        .with("FILE_SYNC", mode.setting())
        .run("submit", "files", files.toString(), "--json");
    double whole = (System.nanoTime() - began) / 1e9;
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT extract(epoch FROM ended_at - created_at),
                  (SELECT count(*) FROM sluice.file_events WHERE batch_id = batch.id)
                FROM sluice.batch ORDER BY id DESC LIMIT 1
                """)) {
      row.next();
      return new StoredFiles(
          mode.checked("Sluice", row.getInt(2), expected), row.getDouble(1), whole);
    }
  }
}
