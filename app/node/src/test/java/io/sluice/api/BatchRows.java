package io.sluice.api;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Batches that the shared node is asked of: of files that are there, and of rows alone. */
final class BatchRows {
  private static String example;
  private static int made;

  private BatchRows() {}

  /** A directory that the node may read, with so many files of different content. */
  static Path files(int files) {
    try {
      var directory =
          Files.createTempDirectory(ApiNode.directory().resolve("exports"), "files-").toRealPath();
      for (int i = 0; i < files; i++) {
        Files.writeString(directory.resolve("file-" + i + ".txt"), directory + " " + i);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(Path path) {
    return "{\"kind\":\"files\",\"source\":{\"paths\":[\"%s\"]}}".formatted(path);
  }

  /** A batch with 30 failed items among 6000, which all tests may read and none may change. */
  static synchronized String example() {
    if (example == null) {
      example = completed(6000);
    }
    return example;
  }

  /** A batch of rows alone; each 200th item has failed, all others but the last are done. */
  static synchronized String completed(int items) {
    var name = "rows of " + ++made;
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.batch (name, kind, source, state, listed, done, failed, ended_at)
        VALUES ('%1$s', 'files', '{"roots": [], "followLinks": false}', 'completed', %2$d,
          %2$d - %2$d / 200, %2$d / 200, now());
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT (SELECT id FROM sluice.batch WHERE name = '%1$s'), number, gen_random_uuid(),
          'file:///' || number,
          CASE WHEN number %% 200 = 0 THEN 'failed' WHEN number = %2$d - 1 THEN 'duplicate'
            ELSE 'done' END,
          CASE WHEN number %% 600 = 0 THEN 'missing' WHEN number %% 200 = 0 THEN 'unreadable' END
        FROM generate_series(1, %2$d) AS number
        """
            .formatted(name, items));
    return Asking.column("SELECT id FROM sluice.batch WHERE name = '" + name + "'").get(0);
  }

  /** A batch of documents, of rows alone and without any, where there is a category. */
  static synchronized String documents() {
    var name = "documents of " + ++made;
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.category (name, description) VALUES ('described', '')
        ON CONFLICT DO NOTHING;
        INSERT INTO sluice.batch (name, kind, source, state, ended_at)
        VALUES ('%s', 'documents', '{"roots": [], "followLinks": false}', 'completed', now())
        """
            .formatted(name));
    return Asking.column("SELECT id FROM sluice.batch WHERE name = '" + name + "'").get(0);
  }

  /** A batch of websites, of rows alone, whose messages are written but for the last one. */
  static synchronized String websites(int rows) {
    var name = "websites of " + ++made;
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.batch (name, kind, source, state, ended_at)
        VALUES ('%1$s', 'files', '{"roots": [], "followLinks": false}', 'completed', now());
        INSERT INTO sluice.website_list (batch_id, columns, format)
        SELECT max(id), '{Website,Name}', 'csv' FROM sluice.batch;
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
          site_key, cells, scraping_status, facts, message_status, message_reason,
          generated_message, message_model, message_version, message_at)
        SELECT (SELECT max(id) FROM sluice.batch), i, i + 1, 'a' || i || '.test',
          'a' || i || '.test', true, 'a' || i, jsonb_build_array('a' || i || '.test', 'Ann' || i),
          'SCRAPED', '{"main_text": {"value": "We mend sails."}}',
          CASE WHEN i < %2$d THEN 'GENERATED' ELSE 'NEEDS_REVIEW' END,
          CASE WHEN i = %2$d THEN 'placeholder: [Your Name]' END, 'Dear Ann' || i, 'm', 1, now()
        FROM generate_series(1, %2$d) AS i
        """
            .formatted(name, rows));
    return Asking.column("SELECT id FROM sluice.batch WHERE name = '" + name + "'").get(0);
  }

  /** Has files worked on to the end; gives the batch's number. */
  static String uploaded(String json) {
    var id = Asking.tree(Asking.post("/api/batches", json)).get("id").asText();
    Asking.await(() -> state(id).equals("completed"));
    return id;
  }

  static String state(String id) {
    return Asking.get("/api/batches/" + id).get("state").asText();
  }
}
