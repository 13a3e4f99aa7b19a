package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.ClosedOrigins;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.origin.Permit;
import io.sluice.origin.Priority;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All nodes of a cluster are one to an origin, whoever of them dies. */
class OneOriginTest {
  private static final int PER_SECOND = 10;
  private static final long SECOND = 1_000_000_000;
  private static final OriginName PAGES =
      new OriginName(OriginName.Kind.TELEGRAM_PAGE, "one.example");

  private Database database;
  private OriginNodes nodes;
  private final List<Origins> origins = new ArrayList<>();

  @BeforeEach
  void start() {
    database = TestDatabase.open();
    nodes = new OriginNodes(database, PER_SECOND);
    IntStream.range(0, 3).forEach(i -> origins.add(nodes.start()));
  }

  @AfterEach
  void stop() throws Exception {
    nodes.stop();
    database.close();
  }

  private static Permit permit(Origins origins) throws Exception {
    return origins.acquire(PAGES, Priority.LIVE).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  /** Asks as fast as it can, and notes when it might have sent. */
  private static void askAll(
      Origins origins, AtomicBoolean until, ConcurrentSkipListSet<Long> sent, AtomicInteger own) {
    origins
        .acquire(PAGES, Priority.BACKFILL)
        .thenAccept(
            permit -> {
              sent.add(System.nanoTime());
              own.incrementAndGet();
              origins.answered(permit);
              if (!until.get()) {
                askAll(origins, until, sent, own);
              }
            });
  }

  @Test
  void three_nodes_send_no_more_together_than_one_may() throws Exception {
    permit(origins.get(0));
    long began = System.nanoTime();
    var sent = new ConcurrentSkipListSet<Long>();
    var end = new AtomicBoolean();
    var counts = Stream.generate(AtomicInteger::new).limit(3).toList();
    for (int node = 0; node < 3; node++) {
      for (int asker = 0; asker < 4; asker++) {
        askAll(origins.get(node), end, sent, counts.get(node));
      }
    }
    Waiting.until("permits", () -> sent.size() >= 3 * PER_SECOND);
    end.set(true);

    // However late one hears of a permit, it was not given before its time.
    int given = 0;
    for (long at : sent) {
      assertThat(at - began)
          .as("nanoseconds until the request after %d others", given)
          .isGreaterThanOrEqualTo((given - 1) * SECOND / PER_SECOND);
      given++;
    }
    assertThat(counts).as("each node has its share").allMatch(count -> count.get() > 0);
  }

  @Test
  void a_flood_outlives_who_saw_it_and_who_held_the_origin() throws Exception {
    var permits = new ArrayList<Permit>();
    for (var way : origins) {
      permits.add(permit(way));
    }
    int holder = nodes.holder();
    int saw = (holder + 1) % 3;
    int left = (holder + 2) % 3;
    long closedFor = 24 * SECOND;
    long seen = System.nanoTime();
    origins
        .get(saw)
        .flooded(permits.get(saw), Optional.of(Duration.ofNanos(closedFor)), "answered 429");
    var shown = new ClosedOrigins(database);
    Waiting.until("a row", () -> !shown.all().isEmpty());
    nodes.crash(holder, left);
    nodes.crash(saw, left);

    var next = origins.get(left).acquire(PAGES, Priority.LIVE).toCompletableFuture();
    Waiting.until(
        "what the next holder says",
        () -> origins.get(left).closed().iterator().hasNext() || next.isDone());
    assertThat(next).as("leave while it is closed").isNotDone();
    assertThat(shown.all())
        .singleElement()
        .satisfies(
            closing -> {
              assertThat(closing.origin()).isEqualTo(PAGES.toString());
              assertThat(closing.reason()).isEqualTo("answered 429");
              assertThat(closing.secondsLeft()).isBetween(0.0, 24.1);
            });

    assertThat(next.get(1, TimeUnit.MINUTES).closings()).isEqualTo(1);
    assertThat(System.nanoTime() - seen).isGreaterThanOrEqualTo(closedFor);
    Waiting.until("no row", () -> shown.all().isEmpty());
  }

  @Test
  void a_flood_that_cannot_be_written_down_yet_is_not_forgotten() throws Exception {
    var way = origins.get(0);
    var permit = permit(way);
    long closedFor = 20 * SECOND;
    execute("ALTER TABLE sluice.event_journal RENAME TO journal_away");
    long seen = System.nanoTime();
    way.flooded(permit, Optional.of(Duration.ofNanos(closedFor)), "answered 429");
    assertThat(
            way.acquire(PAGES, Priority.LIVE, Duration.ofSeconds(2))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES))
        .as("leave on the node that knows")
        .isEmpty();
    execute("ALTER TABLE sluice.journal_away RENAME TO event_journal");

    var shown = new ClosedOrigins(database);
    Waiting.until("a row", () -> !shown.all().isEmpty());
    double before = left(closedFor, seen);
    double shownLeft = shown.all().get(0).secondsLeft();
    // A busy machine may be late to note the flood, and to ask.
    assertThat(shownLeft).isBetween(left(closedFor, seen) - 0.5, before + 1.5);
  }

  private static double left(long closedFor, long since) {
    return (closedFor - (System.nanoTime() - since)) / (double) SECOND;
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }
}
