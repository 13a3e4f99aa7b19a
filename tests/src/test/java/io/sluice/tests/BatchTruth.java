package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Whether a batch of files, its rows and the store agree with one another and with the files
 * themselves: all is counted in the database, and all is read and hashed again.
 */
final class BatchTruth {
  private static final String STORE = "files";
  private static final String DRAFTS = "images/.drafts";

  private final DatabaseAddress database;
  private final Path store;
  private final long batch;

  /**
   * @param store directory that the nodes keep blobs in
   */
  BatchTruth(DatabaseAddress database, Path store, long batch) {
    this.database = database;
    this.store = store;
    this.batch = batch;
  }

  /**
   * Each file below the directory is an item that was stored, whose content is the one that its row
   * says; each is counted once, and nothing is left of those that worked on it.
   */
  void assertStoredOnce(Path files) {
    var hashes = hashes(files);
    assertItems(hashes.size());
    assertCounters();
    assertThat(hashesByRows()).as("files by their rows").isEqualTo(hashes);
    assertFiles(Set.copyOf(hashes.values()));
    assertBlobs();
    assertNoDrafts();
  }

  private void assertItems(int files) {
    assertThat(
            rows("SELECT DISTINCT state FROM sluice.item WHERE batch_id = %d").stream()
                .map(row -> row.get(0)))
        .as("states of items")
        .isSubsetOf("done", "duplicate");
    assertThat(
            rows(
                """
                SELECT count(*), count(DISTINCT key), count(DISTINCT number), min(number), max(number)
                FROM sluice.item WHERE batch_id = %d
                """))
        .as("items, their keys and their numbers")
        .isEqualTo(List.of(List.of("" + files, "" + files, "" + files, "1", "" + files)));
    assertNone(
        "items without exactly one event",
        """
        SELECT number, count(event) FROM sluice.item LEFT JOIN sluice.file_events AS event
          ON event.batch_id = item.batch_id AND event.item = item.number
        WHERE item.batch_id = %d GROUP BY number HAVING count(event) <> 1
        """);
    assertNone(
        "contents of which not exactly one item is the first",
        """
        SELECT encode(hash, 'hex'), count(*) FROM sluice.file_events AS event JOIN sluice.item
          ON event.batch_id = item.batch_id AND event.item = item.number
        WHERE item.batch_id = %d GROUP BY hash HAVING count(*) FILTER (WHERE state = 'done') <> 1
        """);
  }

  private void assertCounters() {
    assertNone(
        "chunks that are not at an end, or whose counters differ from their items",
        """
        SELECT chunk.id, chunk.state, in_flight, done, duplicates, failed, dead
        FROM sluice.chunk CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE state = 'done') AS items_done,
            count(*) FILTER (WHERE state = 'duplicate') AS items_duplicate
          FROM sluice.item WHERE item.batch_id = chunk.batch_id
            AND number BETWEEN first_item AND last_item) AS counted
        WHERE batch_id = %d AND (chunk.state <> 'added' OR in_flight <> '{}'
          OR in_trial IS NOT NULL OR failed + dead > 0
          OR done <> items_done OR duplicates <> items_duplicate)
        """);
    assertNone(
        "batches whose counters differ from their items",
        """
        SELECT id, listed, done, duplicates, failed, dead, bytes FROM sluice.batch
        CROSS JOIN LATERAL (
          SELECT count(*) AS items, count(*) FILTER (WHERE state = 'done') AS items_done,
            count(*) FILTER (WHERE state = 'duplicate') AS items_duplicate
          FROM sluice.item WHERE batch_id = batch.id) AS counted
        CROSS JOIN LATERAL (
          SELECT sum(file_size) AS size FROM sluice.file_events WHERE batch_id = batch.id) AS stored
        WHERE id = %d AND (state <> 'completed' OR listed <> items OR done <> items_done
          OR duplicates <> items_duplicate OR failed + dead > 0 OR bytes <> size)
        """);
    assertNone(
        "runs that nobody ended",
        """
        SELECT entity, epoch FROM sluice.run WHERE running
          AND entity IN (SELECT 'chunk-' || id FROM sluice.chunk WHERE batch_id = %d)
        """);
  }

  /** By the bytes of their addresses, as rows have them. */
  private Map<String, String> hashesByRows() {
    return rows(
            """
            SELECT address, encode(hash, 'hex') FROM sluice.item JOIN sluice.file_events AS event
              ON event.batch_id = item.batch_id AND event.item = item.number
            WHERE item.batch_id = %d
            """)
        .stream()
        .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
  }

  private void assertFiles(Set<String> hashes) {
    var known =
        rows("SELECT encode(hash, 'hex') FROM sluice.file").stream()
            .map(row -> row.get(0))
            .collect(Collectors.toSet());
    assertThat(known).as("contents by their rows").isEqualTo(hashes);
    assertNone(
        "files whose uses are not their events",
        """
        SELECT encode(file.hash, 'hex'), uses, count(event) FROM sluice.file
          LEFT JOIN sluice.file_events AS event ON event.hash = file.hash
        GROUP BY file.hash HAVING count(event) <> uses
        """);
  }

  /** Every blob is the content that its row says. */
  private void assertBlobs() {
    var wrong = ConcurrentHashMap.<String>newKeySet();
    rows("SELECT path, encode(hash, 'hex'), size FROM sluice.file").parallelStream()
        .filter(
            row -> {
              var blob = store.resolve(row.get(0));
              return !Files.isRegularFile(blob)
                  || size(blob) != Long.parseLong(row.get(2))
                  || !hash(blob).equals(row.get(1));
            })
        .forEach(row -> wrong.add(row.get(0)));
    assertThat(wrong).as("blobs that are not there, or are not what their rows say").isEmpty();
    for (var row :
        rows(
            """
            SELECT picture_path, picture_width, picture_height FROM sluice.file
            WHERE picture_path IS NOT NULL
            """)) {
      assertPicture(store.resolve(row.get(0)), row);
    }
  }

  private static void assertPicture(Path file, List<String> row) {
    try {
      var picture = ImageIO.read(file.toFile());
      assertThat(picture).as("%s decodes", file).isNotNull();
      assertThat(List.of("" + picture.getWidth(), "" + picture.getHeight()))
          .as("size of %s", file)
          .isEqualTo(row.subList(1, 3));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private void assertNoDrafts() {
    assertThat(walk(store.resolve(DRAFTS))).as("files that are half written").isEmpty();
  }

  /** Blobs that were written and whose rows never came: a sweep may take them. */
  long blobsWithoutRow() {
    var known =
        rows("SELECT path, picture_path FROM sluice.file").stream()
            .flatMap(List::stream)
            .filter(path -> path != null)
            .collect(Collectors.toSet());
    return walk(store.resolve(STORE)).stream()
        .map(file -> store.relativize(file).toString())
        .filter(file -> !file.startsWith("files/.") && !known.contains(file))
        .count();
  }

  private void assertNone(String what, String sql) {
    assertThat(rows(sql + " LIMIT 10")).as(what).isEmpty();
  }

  private List<List<String>> rows(String sql) {
    return TestDatabase.query(database, sql.replace("%d", Long.toString(batch)));
  }

  /** By the addresses of what is there. */
  private static Map<String, String> hashes(Path files) {
    return walk(files).parallelStream()
        .collect(Collectors.toMap(file -> file.toUri().toString(), BatchTruth::hash));
  }

  private static List<Path> walk(Path directory) {
    return FilesBelow.of(directory);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
