package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.Contract.Known;
import io.sluice.node.ApiNode;
import io.sluice.node.ExplainedQueries;
import io.sluice.node.ExplainedQueries.Explained;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * However much is stored, an answer reads what it shows: the server tells by which plan it answers
 * each query, whoever asks it, while all operations of the description are asked.
 */
@ExtendWith(ApiNode.class)
@Isolated("it looks at all queries of the database, and has very many channels")
class PlansTest {
  private static final long FIRST = 5_000_000;
  private static final long BIG = FIRST;
  private static final int CHANNELS = 20_000;
  private static final int BATCHES = 20_000;
  private static final int ROWS = 200_000;

  /** Rows that one query may look at: more than a page, or a slice of a removal, has. */
  private static final int MOST = 3000;

  /** A table is large from so many rows on. */
  private static final int LARGE = 10_000;

  /** By this test: what others leave in the same database may be large as well. */
  private static final Set<String> FILLED =
      Set.of(
          "batch",
          "channel",
          "channel_alias",
          "chunk",
          "message",
          "photo",
          "item",
          "event_journal",
          "doomed_file");

  /**
   * Asked now and then of each upload that is left, as other tests have some: whether a channel
   * reads it. Locations have no index.
   */
  private static final String OF_UPLOADS = "strpos(source ->> 'location'";

  private static long next = FIRST + 1;

  /**
   * The big channel's pictures are its oldest half, and why the others failed is always the same.
   * Each of the others that something is done with has more than one slice.
   */
  @BeforeAll
  static void fill() throws IOException {
    Asking.example();
    try (var events = new EventStream("/api/events")) {
      // Whoever looks for what has changed has seen what there was before.
      events.next("status");
      events.next("status");
    }
    execute(
        """
        INSERT INTO sluice.channel (id, name, title, state, messages, changed_at)
        OVERRIDING SYSTEM VALUE
        SELECT %1$d + nr, 'plans-' || nr, 'Plans', 'completed', 1, '2020-01-01'
        FROM generate_series(0, %2$d) AS nr;
        INSERT INTO sluice.channel_alias
        SELECT 'plans:' || id, id FROM sluice.channel WHERE id >= %1$d;
        INSERT INTO sluice.event_journal
          (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest,
           event_payload)
        SELECT 'plans|' || id, nr, 'test', 33, 'none', ''
        FROM sluice.channel, generate_series(1, 3) AS nr WHERE id >= %1$d;
        INSERT INTO sluice.doomed_file (path, hash, channel_id, gone)
        SELECT 'plans/' || nr, '', %1$d + 1000 + nr %% 20, nr <= 25000
        FROM generate_series(1, 50000) AS nr;
        """
            .formatted(FIRST, CHANNELS - 1));
    // What refers to rows is checked by plans, which are made for as many rows as there were.
    execute("ANALYZE");
    execute(
        """
        INSERT INTO sluice.message (channel_id, id, kind, text, photos, epoch)
        SELECT %1$d, nr, 'message', 'text', 1, 1 FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.message (channel_id, id, kind, text, photos, epoch)
        SELECT %1$d + channel, nr, 'message', 'text', 1, 1
        FROM generate_series(1, 20) AS channel, generate_series(1, 1500) AS nr
        """
            .formatted(FIRST, ROWS));
    execute("ANALYZE");
    execute(
        """
        INSERT INTO sluice.photo
          (channel_id, id, message_id, outcome, path, bytes_before, bytes_after, hash, epoch)
        SELECT channel_id, id, id, CASE WHEN kept THEN 'stored' ELSE 'missing' END,
          CASE WHEN kept THEN 'images/' || channel_id || '/' || id END, 9, 5,
          decode(lpad(to_hex(channel_id * 1000000 + id), 16, '0'), 'hex'), 1
        FROM (SELECT channel_id, id, channel_id > %1$d OR id < %2$d / 2 AS kept
          FROM sluice.message WHERE channel_id >= %1$d) AS message
        """
            .formatted(FIRST, ROWS));
    execute(
        """
        INSERT INTO sluice.batch (id, name, kind, source, state, listed)
        OVERRIDING SYSTEM VALUE
        VALUES (%1$d, 'plans', 'files', '{"roots": [], "followLinks": false}', 'completed', %2$d);
        INSERT INTO sluice.item (batch_id, number, key, address, state, reason)
        SELECT %1$d, nr, gen_random_uuid(), 'file:///' || nr,
          CASE WHEN nr %% 200 = 0 THEN 'failed' ELSE 'done' END,
          CASE WHEN nr %% 200 = 0 THEN 'plans-7' END
        FROM generate_series(1, %2$d) AS nr;
        INSERT INTO sluice.batch (id, name, kind, source, state, listed, changed_at)
        OVERRIDING SYSTEM VALUE
        SELECT %1$d + nr, 'plans-' || nr, 'files', '{"roots": [], "followLinks": false}',
          'completed', 1, '2020-01-01' FROM generate_series(1, %3$d) AS nr;
        INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, done)
        SELECT id, 1, 1, 'added', 1 FROM sluice.batch WHERE id >= %1$d
        """
            .formatted(BIG, ROWS, BATCHES));
    execute("ANALYZE");
  }

  private static void execute(String sql) {
    TestDatabase.execute(ApiNode.database(), sql);
  }

  @AfterAll
  static void empty() {
    execute(
        """
        DELETE FROM sluice.photo WHERE channel_id >= %1$d;
        DELETE FROM sluice.message WHERE channel_id >= %1$d;
        DELETE FROM sluice.photo_count WHERE channel_id >= %1$d;
        DELETE FROM sluice.channel_alias WHERE channel_id >= %1$d;
        DELETE FROM sluice.channel WHERE id >= %1$d;
        DELETE FROM sluice.item WHERE batch_id = %1$d;
        DELETE FROM sluice.chunk WHERE batch_id >= %1$d;
        DELETE FROM sluice.batch WHERE id >= %1$d;
        DELETE FROM sluice.event_journal WHERE persistence_id LIKE 'plans|%%';
        DELETE FROM sluice.doomed_file WHERE path LIKE 'plans/%%';
        ANALYZE
        """
            .formatted(FIRST));
  }

  @Test
  void no_query_reads_a_large_table_from_end_to_end() throws IOException {
    assertThat(tablesWithRows()).as("tables that are large").containsAll(FILLED);
    var found = new TreeSet<String>();
    int seen = 0;
    try (var queries = ExplainedQueries.of(ApiNode.database());
        var events = new EventStream("/api/events")) {
      askAll();
      events.next("status");
      purge();
      var all = queries.all();
      for (var query : all) {
        if (query.toString().contains(OF_UPLOADS)) {
          continue;
        }
        seen++;
        look(query, query.plan(), false, found);
      }
      assertThat(all.toString())
          .as("what was seen")
          .contains("photo_count", "doomed_file", "event_journal", "sluice.node", "FOR KEY SHARE")
          .contains("sluice.gone", "batch.id = ANY");
    }
    assertThat(seen).isGreaterThan(200);
    assertThat(found).isEmpty();
  }

  private static List<String> tablesWithRows() {
    return TestDatabase.query(
            ApiNode.database(),
            "SELECT relname FROM pg_class WHERE relnamespace = 'sluice'::regnamespace"
                + " AND relkind = 'r' AND reltuples >= "
                + LARGE)
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static void askAll() {
    for (var operation : Asking.CONTRACT.operations()) {
      if (!operation.id().equals("streamEvents")) {
        // The planner may forget a query's parameters when it comes the sixth time.
        int times = operation.method().equals("GET") ? 7 : 1;
        for (int time = 0; time < times; time++) {
          targets(operation).forEach(target -> askOf(operation, target));
        }
      }
    }
  }

  private static void purge() {
    long channel = next++;
    ask("DELETE", "/api/channels/" + channel + "?purge=true", null);
    Asking.await(() -> Asking.ask("GET", "/api/channels/" + channel, null).status() == 404);
  }

  private static void askOf(Known operation, String target) {
    var content = operation.node().at("/requestBody/content");
    var body =
        switch (operation.id()) {
          case "addChannel" -> "{\"source\":\"@plans_test\"}";
          case "addFeed" -> "{\"url\":\"redis://127.0.0.1:1/plans\"}";
          case "addBatch" -> BatchRows.json(Path.of("/plans"));
          default -> "x";
        };
    var answer =
        content.isMissingNode()
            ? ask(operation.method(), target, null)
            : ask(
                operation.method(),
                target,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type: " + content.fieldNames().next());
    boolean paged = operation.node().path("parameters").toString().contains("\"after\"");
    if (paged && answer.status() == 200 && !target.contains("after=")) {
      var token = Asking.tree(answer).path("next").asText("");
      if (!token.isEmpty() && !token.equals("null")) {
        askOf(operation, target + "&after=" + token);
      }
    }
  }

  private static Wire.Answer ask(String method, String target, byte[] body, String... headers) {
    return Asking.ask(method, target, body, headers);
  }

  /** Each of its optional parameters alone, with each value that it may have. */
  private static List<String> targets(Known operation) {
    var path = operation.path();
    var queries = new ArrayList<String>(List.of("limit=5"));
    for (var parameter : operation.node().path("parameters")) {
      var name = parameter.get("name").asText();
      if (parameter.get("in").asText().equals("path")) {
        path = path.replace("{" + name + "}", inPath(operation, parameter));
      } else if (!Set.of("limit", "after").contains(name)) {
        values(parameter.get("schema"))
            .forEach(value -> queries.add("limit=5&" + name + "=" + value));
      }
    }
    boolean limited = operation.node().path("parameters").toString().contains("\"limit\"");
    var target = path;
    return queries.stream()
        .map(query -> limited ? query : query.replaceFirst("limit=5&?", ""))
        .map(query -> query.isEmpty() ? target : target + "?" + query)
        .toList();
  }

  private static String inPath(Known operation, JsonNode parameter) {
    if (parameter.at("/schema/format").asText().equals("uuid")) {
      return UUID.randomUUID().toString();
    }
    return switch (parameter.get("name").asText()) {
      case "id" -> "" + (operation.method().equals("GET") ? BIG : next++);
      case "upload" -> "plans-test";
      case "number" -> "1";
      default -> "photos/none.jpg";
    };
  }

  private static Stream<String> values(JsonNode schema) {
    if (schema.has("enum")) {
      var values = new ArrayList<String>();
      schema.get("enum").forEach(value -> values.add(value.asText()));
      return values.stream();
    }
    if (schema.path("pattern").asText().contains("duplicate")) {
      return Stream.of("done", "failed,dead");
    }
    if (schema.path("pattern").asText().contains("smhd")) {
      return Stream.of("1h");
    }
    return schema.path("type").asText().equals("boolean")
        ? Stream.of("true", "false")
        : Stream.of("plans-7");
  }

  /** What channels have together may be told from all of their rows, but not of what they have. */
  private static void look(Explained query, JsonNode plan, boolean summed, Set<String> found) {
    var table = plan.path("Relation Name").asText();
    long rows =
        plan.path("Actual Loops").asLong()
            * (plan.path("Actual Rows").asLong()
                + plan.path("Rows Removed by Filter").asLong()
                + plan.path("Rows Removed by Index Recheck").asLong());
    boolean allowed = summed && Set.of("channel", "channel_alias").contains(table);
    if (FILLED.contains(table) && !allowed) {
      if (plan.path("Node Type").asText().equals("Seq Scan")) {
        found.add("all of " + table + ": " + query.query());
      } else if (rows > MOST) {
        found.add(rows + " rows of " + table + ": " + query.query());
      }
    }
    boolean sums = plan.path("Node Type").asText().equals("Aggregate");
    plan.path("Plans").forEach(child -> look(query, child, sums, found));
  }
}
