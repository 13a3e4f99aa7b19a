package io.sluice.api;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.stream.Collectors;

/** Very many rows in each table that the pages of the dashboard read. */
final class PageRows {
  static final int ROWS = 500_000;

  /** One document is so many items, as an empty page may be. */
  static final int USES = 50_000;

  /** Tables that are filled, each with so many rows. */
  static final List<String> LARGE =
      List.of(
          "item",
          "chunk",
          "websites",
          "file_events_others",
          "document",
          "document_item",
          "text_category",
          "message",
          "photo",
          "feed_dead_letter",
          "event_journal",
          "history");

  /** The few rows that the many belong to. */
  private static final String FEW =
      """
      INSERT INTO sluice.batch (name, kind, source, state, listed, done)
      SELECT 'b' || nr, CASE WHEN nr = 1 THEN 'websites' ELSE 'files' END, '{}',
        CASE WHEN nr = 4 THEN 'running' ELSE 'completed' END, %1$d, %1$d
      FROM generate_series(1, 2000) AS nr;
      INSERT INTO sluice.website_list (batch_id, columns, format) VALUES (1, '{Website}', 'csv');
      INSERT INTO sluice.channel (name, title, state, messages)
      SELECT 'c' || nr, 'C', 'completed', 1 FROM generate_series(1, 2000) AS nr;
      INSERT INTO sluice.feed_stream (address) SELECT 's' || nr FROM generate_series(1, 50) AS nr;
      INSERT INTO sluice.feed (name, stream_id, url, group_name)
      SELECT 'f' || nr, nr, 'redis://h/s', 'g' FROM generate_series(1, 50) AS nr;
      """;

  /** What fits together is filled by one connection; the others fill theirs at the same time. */
  private static final List<String> MANY =
      List.of(
          """
          INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
          SELECT 3, nr, lpad(to_hex(nr), 32, '0')::uuid, 'file:///' || nr,
            CASE WHEN nr %% 1000 = 0 THEN 'failed' ELSE 'done' END,
            CASE WHEN nr %% 1000 = 0 THEN 'unreadable' END FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.item (batch_id, number, key, address)
          SELECT 1, nr, lpad(to_hex(nr), 32, '0')::uuid, 'a' FROM generate_series(1, 1000) AS nr;
          INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, in_flight)
          SELECT 4, nr, nr, CASE WHEN nr <= 50 THEN 'begun' ELSE 'added' END,
            CASE WHEN nr <= 50 THEN '{1,2,3}' ELSE '{}' END::bigint[]
          FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id,
            batch_id, item) SELECT '2020-01-01', 'upload', 'f', '3/' || nr, 3, nr
          FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.message (channel_id, id, kind, text, epoch)
          SELECT 1, nr, 'message', 'text', 1 FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.photo (channel_id, id, message_id, outcome, path, hash, epoch)
          SELECT 1, nr, nr, CASE WHEN nr %% 1000 = 0 THEN 'missing' ELSE 'stored' END,
            CASE WHEN nr %% 1000 > 0 THEN 'p/' || nr END, decode(md5('' || nr), 'hex'), 1
          FROM generate_series(1, %1$d) AS nr;
          """,
          """
          INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
            site_key, cells, facts, scraping_status, scraping_reason, message_status)
          SELECT 1, nr, nr, 'a' || nr || '.test', 'a' || nr || '.test', true, 'a' || nr, '[]',
            '{"emails": [{"value": "a@a.test"}]}',
            CASE WHEN nr %% 1000 = 0 THEN 'FAILED' ELSE 'SCRAPED' END,
            CASE WHEN nr %% 1000 = 0 THEN 'timeout' END,
            CASE WHEN nr %% 1000 = 1 THEN 'NEEDS_REVIEW' ELSE 'SKIPPED' END
          FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.feed_dead_letter (stream_id, entry_id, feed_id, fields, reason, detail)
          SELECT 1, nr || '-0', 1, '{}', 'r', 'd' FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.event_journal (persistence_id, sequence_number, writer,
            write_timestamp, event_ser_id, event_ser_manifest, event_payload)
          SELECT 'batch|3', nr, 'w', nr, 33, 'm', '' FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.history (seconds, at, kind, stage, outcome, unit, node, amount)
          SELECT (ARRAY[10, 60, 3600])[1 + nr %% 3],
            now() - make_interval(secs => nr / 120 * (ARRAY[10, 60, 3600])[1 + nr %% 3]),
            'files', 's' || nr %% 40, '', 'items', gen_random_uuid(), 1
          FROM generate_series(1, %1$d) AS nr;
          """,
          """
          INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages_without_text,
            characters, parts_found, parts_read, parts_failed, parts_left, text_hash, sample, uses)
          SELECT decode(md5('d' || nr), 'hex'), 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0, 0,
            decode(md5('' || nr), 'hex'), 'sample', 1 FROM generate_series(1, %1$d) AS nr;
          INSERT INTO sluice.document_item (batch_id, item, document_id, name)
          SELECT 2, id, id, 'd' || id FROM sluice.document;
          INSERT INTO sluice.document_item (batch_id, item, document_id, name)
          SELECT 3, nr, %1$d / 2 - 1, 'blank' FROM generate_series(1, %2$d) AS nr;
          INSERT INTO sluice.text_category
          SELECT text_hash, 'v', CASE WHEN id %% 1000 = 0 THEN 'rare' ELSE 'common' END,
            id %% 1000 = 1 FROM sluice.document;
          """);

  private PageRows() {}

  /** Indexes are made when all rows are there, and what refers to others is known to be right. */
  static void fill(DatabaseAddress address) {
    var indexes =
        TestDatabase.query(
            address,
            """
            SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
            JOIN pg_class ON pg_class.oid = indrelid
            WHERE relnamespace = 'sluice'::regnamespace AND NOT indisunique
              AND relname IN ('%s')
              AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid)
            """
                .formatted(String.join("', '", LARGE)));
    TestDatabase.execute(
        address, FEW.formatted(ROWS) + dropped(indexes.stream().map(row -> row.get(0)).toList()));
    MANY.parallelStream()
        .forEach(
            sql ->
                TestDatabase.execute(
                    address,
                    "SET session_replication_role = replica; SET synchronous_commit = off;\n"
                        + sql.formatted(ROWS, USES)));
    indexes.parallelStream().forEach(row -> TestDatabase.execute(address, row.get(1)));
    TestDatabase.execute(address, "ANALYZE");
  }

  private static String dropped(List<String> indexes) {
    return indexes.stream()
        .map(name -> "DROP INDEX " + name + ";")
        .collect(Collectors.joining("\n"));
  }
}
