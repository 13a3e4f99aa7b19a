package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a node with 500 channels answers while it collects four of them, and what 200
 * clients that listen to its events cost: turns without them and with them, one after another.
 */
final class NodeBench {
  private static final int OTHERS = 496;
  private static final int COLLECTING = 4;
  private static final int MESSAGES = 60_000;
  private static final int CLIENTS = 200;
  private static final int TURNS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(12);
  private static final Duration TURN = Duration.ofSeconds(8);
  private static final long PAUSE_MILLIS = 20;
  private static final double NANOS = 1e9;

  private final BenchNode node;
  private final Map<String, Latencies> latencies = new LinkedHashMap<>();

  private NodeBench(BenchNode node) {
    this.node = node;
  }

  /** Arguments: {@code --json} or nothing, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean json = args.length > 1 && args[0].equals("--json");
    var work = Path.of(args[args.length - 1]);
    var options =
        StandInOptions.defaults()
            .withChannels(COLLECTING)
            .withMessages(MESSAGES)
            .withPhotoShare(0.2);
    try (var site = StandIn.start(options)) {
      var settings =
          Map.of(
              "TELEGRAM_URL",
              site.pages().toString(),
              "ALLOWED_ADDRESSES",
              "127.0.0.1:%d,127.0.0.1:%d".formatted(site.pagePort(), site.photoPort()),
              "TELEGRAM_PAGE_RATE",
              "1000",
              "TELEGRAM_PHOTO_RATE",
              "1000");
      // They are thought up when first asked for.
      site.channels().forEach(channel -> channel.posts());
      try (var node = BenchNode.start(work, settings)) {
        new NodeBench(node).measure(site, work, json);
      }
    }
  }

  private void measure(StandIn site, Path work, boolean json)
      throws IOException, InterruptedException {
    var export = work.resolve("export");
    SampleExport.write(export, new SampleOptions(OTHERS, 20, 2, 200, 1, "Complete", false));
    node.add(Map.of("source", export.toString()));
    awaitState("completed", OTHERS);
    for (var channel : site.channels()) {
      node.add(Map.of("source", "@" + channel.canonicalName(), "follow", false));
    }
    awaitState("collecting", COLLECTING);
    turn(WARM_UP, "warm-up");
    latencies.clear();
    var without = new ArrayList<Double>();
    var with = new ArrayList<Double>();
    long statuses = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      // Who is first changes, so that a rate that falls or rises counts for neither.
      boolean listenersFirst = turn % 2 == 1;
      if (!listenersFirst) {
        without.add(turn(TURN, "alone"));
      }
      try (var clients = new EventClients(node.api("/api/events"), CLIENTS)) {
        node.await("all clients to listen", clients::allListen);
        long before = clients.statuses();
        with.add(turn(TURN, "200 clients"));
        statuses += clients.statuses() - before;
      }
      // A node finds out with its next events that listeners have gone, and has places again.
      TimeUnit.SECONDS.sleep(3);
      if (listenersFirst) {
        without.add(turn(TURN, "alone"));
      }
    }
    if (channels("collecting") < COLLECTING) {
      throw new IllegalStateException("a channel was complete too early: raise MESSAGES");
    }
    print(json, without, with, statuses / (double) TURNS / TURN.toSeconds());
  }

  private void awaitState(String state, int channels) throws InterruptedException {
    node.await(channels + " channels " + state, () -> channels(state) == channels);
  }

  private int channels(String state) {
    try {
      return node.get("/api/status").at("/channels/" + state).asInt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks for everything in turn; gives the messages a second that were stored meanwhile. */
  private double turn(Duration time, String when) throws InterruptedException {
    long began = System.nanoTime();
    long before = stored();
    while (System.nanoTime() - began < time.toNanos()) {
      ask("GET /api/status", when, node.api("/api/status"));
      ask("GET /api/channels?limit=500", when, node.api("/api/channels?limit=500"));
      ask("GET /metrics", when, node.management("/metrics"));
    }
    return (stored() - before) / ((System.nanoTime() - began) / NANOS);
  }

  private void ask(String what, String when, URI uri) throws InterruptedException {
    latencies
        .computeIfAbsent(what + ", " + when, key -> new Latencies())
        .measure(() -> node.ask(uri));
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  private long stored() throws InterruptedException {
    return node.get("/api/status").at("/counters/messages").asLong();
  }

  private record Answer(String request, int count, double p50Ms, double p95Ms, double maxMs) {}

  private record Figures(
      int channels,
      int collecting,
      List<Answer> answers,
      List<Double> messagesPerSecondAlone,
      List<Double> messagesPerSecondWithClients,
      int clients,
      double eventsPerSecond,
      double ratio) {}

  private void print(boolean json, List<Double> without, List<Double> with, double events)
      throws IOException {
    var answers =
        latencies.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    new Answer(
                        entry.getKey(),
                        entry.getValue().count(),
                        entry.getValue().within(0.5),
                        entry.getValue().within(0.95),
                        entry.getValue().within(1)))
            .toList();
    double ratio = mean(with) / mean(without);
    var figures =
        new Figures(
            OTHERS + COLLECTING, COLLECTING, answers, without, with, CLIENTS, events, ratio);
    if (json) {
      System.out.println(
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
      return;
    }
    System.out.printf("%d channels, %d of them collecting%n", OTHERS + COLLECTING, COLLECTING);
    System.out.printf("%-42s%8s%9s%9s%9s%n", "", "count", "p50 ms", "p95 ms", "max ms");
    answers.forEach(
        answer ->
            System.out.printf(
                "%-42s%8d%9.1f%9.1f%9.1f%n",
                answer.request(), answer.count(), answer.p50Ms(), answer.p95Ms(), answer.maxMs()));
    System.out.printf("messages/s alone %s%n", shown(without));
    System.out.printf(
        "messages/s with %d clients, %.0f statuses/s: %s%n", CLIENTS, events, shown(with));
    System.out.printf("ratio %.3f%n", ratio);
  }

  private static String shown(List<Double> rates) {
    return String.join(", ", rates.stream().map("%.0f"::formatted).toList());
  }

  private static double mean(List<Double> rates) {
    return rates.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
