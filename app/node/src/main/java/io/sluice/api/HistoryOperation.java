package io.sluice.api;

import io.sluice.ledger.history.History;
import io.sluice.ledger.history.HistorySeries;
import io.sluice.persistence.Database;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.view.HistoryView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** How much was done by all nodes, step by step of the time that is asked for. */
final class HistoryOperation {
  private static final int MOST_STEPS = 3_000;
  private static final int MOST_TOLD = 20;
  private static final Duration HELD = Duration.ofSeconds(3);
  private static final Map<Character, Long> SECONDS =
      Map.of('s', 1L, 'm', 60L, 'h', 3_600L, 'd', 86_400L);

  private final Database database;
  private final History history;
  private final Blocking blocking;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  private record Told(HistoryView history, long nanos) {}

  HistoryOperation(Database database, Blocking blocking) {
    this.database = database;
    this.blocking = blocking;
    history = new History(database);
  }

  Map<String, Operation> operations() {
    return Map.of("getHistory", blocking.answering(this::recent));
  }

  /** Those who look at the same lines ask at their own pace, and get what one of them was told. */
  private HistoryView recent(Call call) {
    var since = call.text("since");
    if (call.optional("until").isPresent() || !SECONDS.containsKey(last(since))) {
      return history(call);
    }
    told.values().removeIf(known -> System.nanoTime() - known.nanos() >= HELD.toNanos());
    var asked = since + " " + call.number("step");
    var known = told.get(asked);
    if (known != null) {
      return known.history();
    }
    // Nobody waits for another's answer: where the database stalls others would stand in line.
    var history = history(call);
    if (told.size() < MOST_TOLD) {
      told.put(asked, new Told(history, System.nanoTime()));
    }
    return history;
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  private HistoryView history(Call call) {
    var now = database.now();
    var step = Duration.ofSeconds(call.number("step"));
    var since = begin(time(call, "since", now), step);
    var until = call.optional("until").isEmpty() ? now : time(call, "until", now);
    long steps = steps(since, until, step);
    var series = new TreeMap<HistorySeries, long[]>();
    for (var amount : history.amounts(since, until, step)) {
      series
              .computeIfAbsent(amount.series(), any -> new long[(int) steps])[
              (int) Duration.between(since, amount.at()).dividedBy(step)] =
          amount.amount();
    }
    return new HistoryView(
        Json.time(since),
        Json.time(until),
        step.toSeconds(),
        series.entrySet().stream().map(each -> view(each.getKey(), each.getValue())).toList());
  }

  /** The step that has this time. */
  private static Instant begin(Instant time, Duration step) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }

  /** A time, or how long ago it is. */
  static Instant time(Call call, String name, Instant now) {
    var text = call.text(name);
    var unit = SECONDS.get(last(text));
    if (unit != null) {
      return now.minusSeconds(unit * Long.parseLong(text.substring(0, text.length() - 1)));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw Problem.of(
              400, "wrong-parameter", name + " is no time that there is: " + Shown.of(text))
          .in(name)
          .remedy("Give times like 2026-01-31T12:00:00Z, or how long ago: 15m, 24h, 30d.")
          .thrown();
    }
  }

  private static long steps(Instant since, Instant until, Duration step) {
    if (!since.isBefore(until)) {
      throw Problem.of(400, "wrong-parameter", "since must be before until")
          .in("since")
          .remedy("Without until, that is now.")
          .thrown();
    }
    long steps = Duration.between(since, until).plus(step).minusNanos(1).dividedBy(step);
    if (steps > MOST_STEPS) {
      throw Problem.of(
              400,
              "wrong-parameter",
              "These are %d steps, and %d may be asked for at once".formatted(steps, MOST_STEPS))
          .in("step")
          .remedy("Ask for longer steps, or a shorter time.")
          .thrown();
    }
    return steps;
  }

  private static HistoryView.Series view(HistorySeries series, long[] amounts) {
    List<Long> all = LongStream.of(amounts).boxed().toList();
    return new HistoryView.Series(
        series.kind(), series.stage(), series.outcome(), series.unit().column(), all);
  }
}
