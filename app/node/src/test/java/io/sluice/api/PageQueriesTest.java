package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.Journal;
import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.Chunks;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.category.Categories;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Completeness;
import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.PhotoKey;
import io.sluice.ledger.channel.StoredItems;
import io.sluice.ledger.document.DocumentPages;
import io.sluice.ledger.document.DocumentPages.NamePlace;
import io.sluice.ledger.document.DocumentResults;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.file.FileResults;
import io.sluice.ledger.history.History;
import io.sluice.ledger.message.MessageReview;
import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.website.WebsitePages;
import io.sluice.ledger.website.WebsitePages.Place;
import io.sluice.ledger.website.WebsitePages.Which;
import io.sluice.ledger.website.WebsiteResults;
import io.sluice.node.ExplainedQueries;
import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.Sql;
import io.sluice.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the pages of the dashboard ask costs the same, however many items there are. */
@Isolated("it measures times, and looks at all queries of the server")
class PageQueriesTest {
  private static final int ROWS = PageRows.ROWS;
  private static final int PAGE = 50;
  private static final long MOST_NANOS = 50_000_000;
  private static final int TRIES = 40;

  /** The planner may forget a query's parameters when the driver has prepared it for a while. */
  private static final int TURNS = 12;

  /** What a machine with nothing else to do answers in some milliseconds. */
  private static final String YARDSTICK = "SELECT sum(nr) FROM generate_series(1, 20000) AS nr";

  /** So much longer than the yardstick, measured with it. */
  private static final int MOST_TIMES = 20;

  /** Rows by one query: an hour of the history of 120 series has the most. */
  private static final double MOST_READ = 20_000;

  private static final List<Long> FEW = LongStream.rangeClosed(1, PAGE).boxed().toList();
  private static final Which ALL = new Which(null, null, null, null, null);

  private static DatabaseAddress address;
  private static Database database;

  @BeforeAll
  static void fill() {
    address = TestDatabase.withSchema();
    TestDatabase.open(address, 2).close();
    PageRows.fill(address);
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

  /** By the page that asks, and what for. */
  private static Map<String, Runnable> asked() {
    var asked = new LinkedHashMap<String, Runnable>();
    first(asked);
    batches(asked);
    channels(asked);
    websites(asked);
    documents(asked);
    return asked;
  }

  /** What the first one asks, and those of consumers, nodes and the map. */
  private static void first(Map<String, Runnable> asked) {
    var channels = new ChannelList(database);
    var feeds = new Feeds(database);
    asked.put("/dashboard: channels by state", channels::byState);
    asked.put("/dashboard: all that is stored", channels::total);
    asked.put("/dashboard: feeds", feeds::all);
    asked.put("/dashboard: closed origins", new ClosedOrigins(database)::all);
    asked.put("/dashboard: nodes", new NodeList(database)::all);
    asked.put(
        "/dashboard: what changes",
        () -> new BatchList(database).changing(Instant.now(), List.of(4L)));
    asked.put("/dashboard: channels that change", () -> channels.changedSince(Instant.now()));
    asked.put("/dashboard: failures", () -> new BatchItems(database).failures(3));
    asked.put("/dashboard: 15 minutes", () -> history(Duration.ofMinutes(15), 10));
    asked.put("/dashboard: 1 hour", () -> history(Duration.ofHours(1), 30));
    asked.put("/dashboard/map: history", () -> history(Duration.ofMinutes(15), 60));
    asked.put(
        "/dashboard/consumers: dead letters",
        () -> new DeadLetters(database, UUID.randomUUID()).page(1, "", PAGE));
  }

  private static void history(Duration since, int step) {
    var now = Instant.now();
    new History(database).amounts(now.minus(since), now, Duration.ofSeconds(step));
  }

  private static void batches(Map<String, Runnable> asked) {
    var items = new BatchItems(database);
    BatchRow big = new Batches(database).byId(3).orElseThrow();
    var all = Optional.<ItemState>empty();
    var page = "/dashboard/batch: ";
    asked.put(page + "items", () -> items.page(big, all, ROWS / 2, PAGE));
    asked.put(
        page + "items in a state",
        () -> items.page(big, Optional.of(ItemState.DONE), ROWS / 2, PAGE));
    asked.put(page + "items by reason", () -> items.failed(big, "unreadable", all, ROWS / 2, PAGE));
    asked.put(page + "stored files", () -> new FileResults(database).stored(3, numbers()));
    asked.put(page + "stored documents", () -> new DocumentResults(database).stored(2, numbers()));
    asked.put(page + "stored websites", () -> new WebsiteResults(database).stored(1, FEW));
    asked.put(page + "chunks at work", () -> new Chunks(database).atWork(4));
    asked.put(page + "log", () -> Journal.before(database, "batch", 3, ROWS / 2, PAGE));
    var batches = new BatchList(database);
    var which =
        new BatchList.Which(
            Optional.of(BatchPhase.COMPLETED), Optional.of("files"), Optional.of(Instant.EPOCH));
    asked.put(
        "/dashboard/batches: all", () -> batches.page(Long.MAX_VALUE, BatchList.Which.ALL, PAGE));
    asked.put("/dashboard/batches: some", () -> batches.page(Long.MAX_VALUE, which, PAGE));
    asked.put(
        "/dashboard/batches: by name",
        () -> batches.named(new Beginning("b1"), "b15", BatchList.Which.ALL, PAGE));
    asked.put(
        "/dashboard/batches: some by name",
        () -> batches.named(new Beginning("b"), "", which, PAGE));
  }

  private static void channels(Map<String, Runnable> asked) {
    var items = new StoredItems(database);
    var list = new ChannelList(database);
    asked.put("/dashboard/channels: all", () -> list.page(0, Optional.empty(), PAGE));
    asked.put(
        "/dashboard/channels: in a state", () -> list.page(0, Optional.of("completed"), PAGE));
    asked.put("/dashboard/channel: how complete", () -> Completeness.of(database, 1));
    asked.put("/dashboard/channel: messages", () -> items.messages(1, ROWS / 2, PAGE));
    asked.put("/dashboard/channel: their photos", () -> items.photosOf(1, numbers()));
    asked.put(
        "/dashboard/channel: pictures",
        () -> items.pictures(1, new PhotoKey(ROWS / 2, "" + ROWS / 2), PAGE));
    asked.put(
        "/dashboard/channel: failures",
        () -> new FailedPhotos(database).page(1, Optional.empty(), PhotoKey.FIRST, PAGE));
  }

  private static void websites(Map<String, Runnable> asked) {
    var sites = new WebsitePages(database);
    var end = new Place(Long.MAX_VALUE, 0);
    var page = "/dashboard/websites: ";
    asked.put(page + "all", () -> sites.ofAll(ALL, end, PAGE));
    asked.put(page + "by status", () -> sites.ofAll(with("FAILED", null, null, null), end, PAGE));
    asked.put(
        page + "by message",
        () -> sites.ofBatch(1, with(null, null, "NEEDS_REVIEW", null), 0, PAGE));
    asked.put(
        page + "by reason", () -> sites.ofBatch(1, with(null, "timeout", null, null), 0, PAGE));
    asked.put(page + "by domain", () -> sites.ofAll(with(null, null, null, "a7"), end, PAGE));
    asked.put(
        page + "behind a domain",
        () -> sites.ofBatch(1, with(null, null, null, "a"), ROWS / 2, PAGE));
    asked.put(
        page + "by domain and status",
        () -> sites.ofBatch(1, with("FAILED", null, null, "a7"), 0, PAGE));
    asked.put(
        page + "a message",
        () ->
            new MessageReview(database)
                .list(1, new MessageReview.Choice(List.of(77L), null, null), -1, 1));
  }

  private static Which with(String status, String reason, String message, String begins) {
    return new Which(status, reason, message, null, begins == null ? null : new Beginning(begins));
  }

  private static void documents(Map<String, Runnable> asked) {
    var documents = new DocumentPages(database);
    var page = "/dashboard/documents: ";
    asked.put(page + "newest", () -> documents.newest(ROWS / 2, PAGE));
    asked.put(page + "common", () -> documents.of("common", DocumentPages.Place.FIRST, PAGE));
    asked.put(page + "rare", () -> documents.of("rare", DocumentPages.Place.FIRST, PAGE));
    asked.put(page + "review", () -> documents.review(DocumentPages.Place.FIRST, PAGE));
    asked.put(
        page + "by name",
        () -> documents.named(new Beginning("d"), new NamePlace("d7", 2, 7), PAGE));
    asked.put(
        page + "of one name", () -> documents.named(new Beginning("bl"), NamePlace.FIRST, PAGE));
    asked.put(page + "categories", new Categories(database)::all);
  }

  @Test
  void what_a_page_asks_is_quick_and_reads_no_table_from_end_to_end() {
    var found = new TreeSet<String>();
    asked()
        .forEach(
            (name, question) -> {
              if (!isQuick(question)) {
                found.add(name + " takes long");
              }
            });
    try (var queries = ExplainedQueries.of(address)) {
      for (int turn = 0; turn < TURNS; turn++) {
        asked().values().forEach(Runnable::run);
      }
      var all = queries.all();
      assertThat(all).hasSizeGreaterThan(asked().size());
      all.forEach(
          query -> {
            look(query.query(), query.plan(), found);
            double read = read(query.plan());
            if (read > MOST_READ) {
              found.add("%.0f rows read: %s".formatted(read, query.query()));
            }
          });
    }
    assertThat(found).isEmpty();
  }

  /** A machine that has other things to do slows most tries and their yardsticks, hardly all. */
  private static boolean isQuick(Runnable question) {
    for (int i = 0; i < TRIES; i++) {
      long yardstick = nanos(() -> database.query(PageQueriesTest::measure));
      if (nanos(question) <= Math.max(MOST_NANOS, MOST_TIMES * yardstick)) {
        return true;
      }
    }
    return false;
  }

  private static long measure(Connection connection) throws SQLException {
    return Sql.first(connection, YARDSTICK, row -> row.getLong(1)).orElseThrow();
  }

  private static long nanos(Runnable question) {
    long begin = System.nanoTime();
    question.run();
    return System.nanoTime() - begin;
  }

  /** Rows of tables that were looked at, also those that were not taken. */
  private static double read(JsonNode plan) {
    double read = 0;
    if (plan.has("Relation Name")) {
      read =
          plan.path("Actual Loops").asDouble()
              * (plan.path("Actual Rows").asDouble()
                  + plan.path("Rows Removed by Filter").asDouble()
                  + plan.path("Rows Removed by Index Recheck").asDouble());
    }
    for (var child : plan.path("Plans")) {
      read += read(child);
    }
    return read;
  }

  private static void look(String query, JsonNode plan, Set<String> found) {
    if (plan.path("Node Type").asText().equals("Seq Scan")
        && PageRows.LARGE.contains(plan.path("Relation Name").asText())) {
      found.add("all of " + plan.path("Relation Name").asText() + ": " + query);
    }
    plan.path("Plans").forEach(child -> look(query, child, found));
  }
}
