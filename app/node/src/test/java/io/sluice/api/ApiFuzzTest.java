package io.sluice.api;

import static io.sluice.api.Asking.CONTRACT;
import static io.sluice.api.Asking.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/** Thousands of requests made from the description; more with {@code -Dfuzz.requests=20000}. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
@ResourceLock(NodeRows.LOCK)
class ApiFuzzTest {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1500);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122);
  private static final int CONNECTIONS = 4;

  /** But for those of a day, which are made ahead by and by. */
  private static final String TABLES =
      "SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM information_schema.tables"
          + " WHERE table_schema = 'sluice' AND table_name !~ '_20[0-9]{6}$'";

  private final ConcurrentLinkedQueue<String> breaches = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();

  @Test
  void no_request_breaks_the_node_or_gets_an_answer_that_is_not_described() throws Exception {
    long id = example();
    var before = stored(id);
    var batch = BatchRows.example();
    var batchBefore = stored(batch);
    var node = Asking.get("/api/status").at("/node/id").asText();
    long began = System.nanoTime();
    var threads = Executors.newFixedThreadPool(CONNECTIONS);
    var work = new ArrayList<Callable<Void>>();
    for (int i = 0; i < CONNECTIONS; i++) {
      var fuzz = new Fuzz(SEED + i, CONTRACT, id, batch, node);
      work.add(() -> ask(fuzz));
    }
    for (var done : threads.invokeAll(work)) {
      done.get();
    }
    threads.shutdown();
    Map<Integer, Integer> seen = new TreeMap<>();
    statuses.forEach(status -> seen.merge(status, 1, Integer::sum));
    LoggerFactory.getLogger(ApiFuzzTest.class)
        .info(
            "{} requests in {} ms: {}",
            statuses.size(),
            (System.nanoTime() - began) / 1_000_000,
            seen);

    assertThat(breaches.stream().limit(5)).isEmpty();
    assertThat(seen.get(200)).as("some are right").isGreaterThan(REQUESTS / 10);
    assertThat(Asking.get("/api/status").at("/node/places").asInt()).isEqualTo(2);
    assertThat(stored(id)).isEqualTo(before);
    assertThat(stored(batch)).isEqualTo(batchBefore);
  }

  private Void ask(Fuzz fuzz) throws IOException {
    try (var wire = new Wire(ApiNode.uri())) {
      for (int i = 0; i < REQUESTS / CONNECTIONS; i++) {
        var request = fuzz.next();
        var sent = request.body() == null ? "" : new String(request.body(), StandardCharsets.UTF_8);
        try {
          check(
              request,
              sent,
              wire.exchange(request.method(), request.target(), request.headers(), request.body()));
        } catch (IOException | RuntimeException e) {
          breaches.add(request.method() + " " + request.target() + ": no answer: " + e);
          wire.drop();
        }
      }
    }
    return null;
  }

  private void check(Fuzz.Request request, String sent, Answer answer) {
    statuses.add(answer.status());
    CONTRACT.breach(request.method(), request.target(), sent, answer).ifPresent(breaches::add);
    boolean token = request.target().contains("after=");
    if (request.valid() && !token && List.of(400, 405, 413, 415).contains(answer.status())) {
      breaches.add("valid, and refused: " + request.target() + " " + sent + ": " + answer.text());
    }
  }

  private static List<String> stored(long id) {
    var rows = new ArrayList<String>();
    rows.addAll(Asking.column(TABLES));
    for (var table : List.of("message", "photo")) {
      rows.addAll(
          Asking.column(
              "SELECT md5(string_agg(row::text, ';' ORDER BY row.id)) FROM sluice.%s AS row WHERE channel_id = %d"
                  .formatted(table, id)));
    }
    rows.addAll(Asking.column("SELECT row::text FROM sluice.channel AS row WHERE id = " + id));
    return rows;
  }

  private static List<String> stored(String batch) {
    return Asking.column(
        """
        SELECT md5(batch::text || string_agg(item::text, ';' ORDER BY number))
        FROM sluice.batch JOIN sluice.item ON batch_id = batch.id WHERE batch.id = %s
        GROUP BY batch.id
        """
            .formatted(batch));
  }
}
