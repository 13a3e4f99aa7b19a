package io.sluice.tests.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many people who look at the first page of a node: each has the stream of events and asks what
 * the page asks, as often as it does, until this is closed.
 */
final class Viewers implements AutoCloseable {
  private static final long NODES_MILLIS = 10_000;
  private static final long HISTORY_MILLIS = 10_000;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "viewers");
            thread.setDaemon(true);
            return thread;
          });

  private final HttpClient http = HttpClient.newHttpClient();
  private final EventClients events;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  Viewers(BenchNode node, int viewers) {
    events = new EventClients(node.api("/api/events"), viewers);
    for (int viewer = 0; viewer < viewers; viewer++) {
      every(NODES_MILLIS, node.api("/api/nodes"));
      every(HISTORY_MILLIS, node.api("/api/history?since=15m&step=10"));
    }
  }

  /** Not all at once. */
  private void every(long millis, URI uri) {
    clock.scheduleAtFixedRate(
        () -> ask(uri),
        ThreadLocalRandom.current().nextLong(millis),
        millis,
        TimeUnit.MILLISECONDS);
  }

  private void ask(URI uri) {
    http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .whenComplete(
            (answer, failure) -> {
              boolean good = failure == null && answer.statusCode() == 200;
              (good ? answers : failures).incrementAndGet();
            });
  }

  boolean allListen() {
    return events.allListen();
  }

  /** What came, and what did not. */
  String told() {
    return "%,d answers, %,d failed, %,d statuses"
        .formatted(answers.get(), failures.get(), events.statuses());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    events.close();
  }
}
