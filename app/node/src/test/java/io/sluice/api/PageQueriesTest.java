package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.document.DocumentPages;
import io.sluice.ledger.document.DocumentResults;
import io.sluice.ledger.file.FileResults;
import io.sluice.ledger.website.WebsitePages;
import io.sluice.ledger.website.WebsitePages.Place;
import io.sluice.ledger.website.WebsitePages.Which;
import io.sluice.ledger.website.WebsiteResults;
import io.sluice.node.ExplainedQueries;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the pages of the dashboard ask costs the same, however many items there are. */
@Isolated("it measures times, and looks at all queries of the server")
class PageQueriesTest {
  private static final int ITEMS = 500_000;
  private static final int ROWS = 50_000;
  private static final int PAGE = 50;
  private static final long MOST_NANOS = 50_000_000;
  private static final int TRIES = 5;
  private static final Set<String> LARGE =
      Set.of(
          "item", "websites", "document", "document_item", "text_category", "file_events_others");

  private static DatabaseAddress address;
  private static Database database;

  /**
   * A batch of very many items, of which each thousandth has failed; one of websites; documents of
   * which half are in one category, and few in another and to be looked at, and of which one is
   * very many items, as an empty page may be.
   */
  @BeforeAll
  static void fill() {
    address = TestDatabase.withSchema();
    TestDatabase.open(address, 2).close();
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.batch (name, kind, source, state, listed, done)
        SELECT 'b' || nr, CASE WHEN nr = 1 THEN 'websites' ELSE 'files' END, '{}', 'completed',
          %1$d, %1$d FROM generate_series(1, 3) AS nr;
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT 3, nr, lpad(to_hex(nr), 32, '0')::uuid, 'file:///' || nr,
          CASE WHEN nr %% 1000 = 0 THEN 'failed' ELSE 'done' END,
          CASE WHEN nr %% 1000 = 0 THEN 'unreadable' END FROM generate_series(1, %1$d) AS nr;
        INSERT INTO sluice.item (batch_id, number, key, address)
        SELECT 1, nr, lpad(to_hex(nr), 32, '0')::uuid, 'a' FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.website_list (batch_id, columns, format) VALUES (1, '{Website}', 'csv');
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
          site_key, cells, facts, scraping_status, scraping_reason, message_status)
        SELECT 1, nr, nr, 'a' || nr || '.test', 'a' || nr || '.test', true, 'a' || nr, '[]',
          '{"emails": [{"value": "a@a.test"}]}',
          CASE WHEN nr %% 1000 = 0 THEN 'FAILED' ELSE 'SCRAPED' END,
          CASE WHEN nr %% 1000 = 0 THEN 'timeout' END,
          CASE WHEN nr %% 1000 = 1 THEN 'NEEDS_REVIEW' ELSE 'SKIPPED' END
        FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.file_events (event_time, operation, filename, redis_message_id,
          batch_id, item) SELECT '2020-01-01', 'upload', 'f', '3/' || nr, 3, nr
        FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages_without_text,
          characters, parts_found, parts_read, parts_failed, parts_left, text_hash, sample, uses)
        SELECT decode(md5('d' || nr), 'hex'), 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0, 0,
          decode(md5('' || nr), 'hex'), 'sample', 1 FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.document_item (batch_id, item, document_id, name)
        SELECT 2, id, id, 'd' FROM sluice.document;
        INSERT INTO sluice.document_item (batch_id, item, document_id, name)
        SELECT 3, nr, %2$d / 2 - 1, 'd' FROM generate_series(1, %1$d) AS nr;
        INSERT INTO sluice.classification
          (text_hash, version, category, review, candidates, classifier)
        SELECT text_hash, 'v', CASE WHEN id %% 1000 = 0 THEN 'rare' ELSE 'common' END,
          id %% 1000 = 1, '[]', 'c' FROM sluice.document;
        INSERT INTO sluice.text_category
        SELECT text_hash, version, category, review FROM sluice.classification;
        ANALYZE
        """
            .formatted(ITEMS, ROWS));
    ExplainedQueries.prepare(address);
    database = TestDatabase.open(address, 2);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static List<Long> numbers() {
    return LongStream.range(ROWS / 2, ROWS / 2 + PAGE).boxed().toList();
  }

  /** By what the pages ask for. */
  private static Map<String, Runnable> asked() {
    var items = new BatchItems(database);
    BatchRow big = new Batches(database).byId(3).orElseThrow();
    var all = Optional.<ItemState>empty();
    var asked = new LinkedHashMap<String, Runnable>();
    asked.put("items", () -> items.page(big, all, ITEMS / 2, PAGE));
    asked.put(
        "items in a state", () -> items.page(big, Optional.of(ItemState.DONE), ITEMS / 2, PAGE));
    asked.put("items by reason", () -> items.failed(big, "unreadable", all, ITEMS / 2, PAGE));
    asked.put("failures", () -> items.failures(3));
    asked.put("stored files", () -> new FileResults(database).stored(3, numbers()));
    asked.put("stored documents", () -> new DocumentResults(database).stored(2, numbers()));
    asked.put("stored websites", () -> new WebsiteResults(database).stored(1, numbers()));
    var batches = new BatchList(database);
    var which =
        new BatchList.Which(
            Optional.of(BatchPhase.COMPLETED), Optional.of("files"), Optional.of(Instant.EPOCH));
    asked.put("batches", () -> batches.page(Long.MAX_VALUE, which, PAGE));
    var sites = new WebsitePages(database);
    var end = new Place(Long.MAX_VALUE, 0);
    asked.put("websites", () -> sites.ofAll(new Which(null, null, null, null), end, PAGE));
    asked.put("by status", () -> sites.ofAll(new Which("FAILED", null, null, null), end, PAGE));
    asked.put(
        "by message", () -> sites.ofBatch(1, new Which(null, null, "NEEDS_REVIEW", null), 0, PAGE));
    asked.put("by domain", () -> sites.ofAll(new Which(null, null, null, "a777.test"), end, PAGE));
    asked.put("by reason", () -> sites.ofBatch(1, new Which(null, "timeout", null, null), 0, PAGE));
    var documents = new DocumentPages(database);
    asked.put("documents", () -> documents.newest(ROWS / 2, PAGE));
    asked.put("common", () -> documents.of("common", DocumentPages.Place.FIRST, PAGE));
    asked.put("rare", () -> documents.of("rare", DocumentPages.Place.FIRST, PAGE));
    asked.put("review", () -> documents.review(DocumentPages.Place.FIRST, PAGE));
    return asked;
  }

  @Test
  void what_a_page_asks_is_quick_and_reads_no_table_from_end_to_end() throws IOException {
    var found = new TreeSet<String>();
    asked()
        .forEach(
            (name, question) -> {
              long best = quickest(question);
              if (best > MOST_NANOS) {
                found.add("%s takes %d ms".formatted(name, best / 1_000_000));
              }
            });
    try (var queries = ExplainedQueries.of(address)) {
      asked().values().forEach(Runnable::run);
      var all = queries.all();
      assertThat(all).hasSizeGreaterThan(asked().size());
      all.forEach(query -> look(query.query(), query.plan(), found));
    }
    assertThat(found).isEmpty();
  }

  /** A machine that has other things to do slows one, but hardly all of them. */
  private static long quickest(Runnable question) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long begin = System.nanoTime();
      question.run();
      best = Math.min(best, System.nanoTime() - begin);
    }
    return best;
  }

  private static void look(String query, JsonNode plan, Set<String> found) {
    if (plan.path("Node Type").asText().equals("Seq Scan")
        && LARGE.contains(plan.path("Relation Name").asText())) {
      found.add("all of " + plan.path("Relation Name").asText() + ": " + query);
    }
    plan.path("Plans").forEach(child -> look(query, child, found));
  }
}
