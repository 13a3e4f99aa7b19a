package io.sluice.origin;

import static io.sluice.origin.OriginFixture.GAP;
import static io.sluice.origin.OriginFixture.MOMENT;
import static io.sluice.origin.OriginFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.ClosedOrigins;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an origin owes to nodes other than the one it is on. */
class OriginOfManyNodesTest {
  private static final long MINUTE = 60_000;
  private static final long MARGIN = 50;

  private static ActorTestKit kit;
  private static Database database;
  private static ClosedOrigins closed;
  private OriginFixture origin;

  @BeforeAll
  static void start() {
    kit = OriginFixture.kit();
    database = TestDatabase.open();
    closed = new ClosedOrigins(database);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    database.close();
  }

  @BeforeEach
  void create() {
    origin = new OriginFixture(kit, closed);
  }

  @AfterEach
  void end() {
    origin.close();
  }

  private Instant in(long millis) {
    return origin.clock.instant().plusMillis(millis);
  }

  @Test
  void gives_no_leave_without_the_licence_and_then_one_a_gap_as_before() {
    origin.spawn();
    origin.licence.set(false);
    var asker = origin.asker();
    IntStream.range(0, 3).forEach(i -> origin.ask(Priority.BACKFILL, 0, MINUTE, asker));
    origin.clock.forward(Duration.ofSeconds(10));
    asker.expectNoMessage(Duration.ofMillis(500));

    origin.licence.set(true);
    assertThat(asker.receiveMessage(PATIENCE).permit()).isNotNull();
    asker.expectNoMessage(MOMENT);
    origin.clock.forward(GAP);
    assertThat(asker.receiveMessage(PATIENCE).permit()).isNotNull();
  }

  @Test
  void looks_at_its_licence_before_each_leave() {
    origin.spawn();
    var asker = origin.asker();
    IntStream.range(0, 2).forEach(i -> origin.ask(Priority.BACKFILL, 0, MINUTE, asker));
    origin.clock.forward(GAP);
    asker.receiveMessage(PATIENCE);
    origin.licence.set(false);
    origin.clock.forward(GAP);
    asker.expectNoMessage(Duration.ofMillis(500));
  }

  @Test
  void says_that_it_is_closed_also_without_the_licence() {
    origin.spawn();
    var permit = origin.permit();
    origin.licence.set(false);
    origin.flood(permit, MINUTE);
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN);
  }

  @Test
  void tells_how_long_the_asker_was_made_to_wait() {
    origin.spawn();
    var asker = origin.ask();
    origin.clock.forward(GAP);
    assertThat(asker.receiveMessage(PATIENCE).heldMillis()).isEqualTo(GAP.toMillis());
  }

  @Test
  void a_flood_that_is_told_again_closes_it_once() {
    origin.spawn();
    var permit = origin.permit();
    origin.flood(permit, MINUTE);
    origin.clock.forward(Duration.ofSeconds(5));
    origin.flood(permit, MINUTE - 5000);
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN - 5000);
    origin.clock.forward(Duration.ofMillis(MINUTE));
    assertThat(origin.permit().closings()).isEqualTo(1);
  }

  @Test
  void all_nodes_see_it_closed_until_it_opens() {
    origin.spawn();
    origin.flood(origin.permit(), MINUTE);
    var until = in(MINUTE + MARGIN);
    origin.awaitShown(Optional.of(until));
    assertThat(closed.all())
        .filteredOn(closing -> closing.origin().equals(origin.name().toString()))
        .singleElement()
        .satisfies(
            closing -> {
              assertThat(closing.reason()).isEqualTo("answered 429");
              assertThat(closing.secondsLeft()).isBetween(1.0, 70.0);
            });

    origin.clock.forward(Duration.ofMillis(MINUTE + MARGIN));
    kit.createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              assertThat(rows()).isZero();
              return null;
            });
  }

  private long rows() {
    return TestDatabase.count(
        database.address(),
        "SELECT count(*) FROM sluice.closed_origin WHERE origin = '%s'".formatted(origin.name()));
  }

  @Test
  void a_new_start_shows_again_that_it_is_closed() {
    origin.spawn();
    origin.flood(origin.permit(), MINUTE);
    var until = in(MINUTE + MARGIN);
    origin.awaitShown(Optional.of(until));
    TestDatabase.execute(database.address(), "DELETE FROM sluice.closed_origin");
    origin.restart();
    origin.awaitShown(Optional.of(until));
  }

  @Test
  void a_new_start_that_finds_it_open_takes_the_row_away() {
    origin.spawn();
    origin.flood(origin.permit(), MINUTE);
    origin.awaitShown(Optional.of(in(MINUTE + MARGIN)));
    origin.clock.forward(Duration.ofMillis(MINUTE + MARGIN));
    origin.restart();
    origin.awaitShown(Optional.empty());
  }

  @Test
  void the_row_is_written_when_the_database_is_back() {
    origin.spawn();
    var permit = origin.permit();
    TestDatabase.execute(
        database.address(), "ALTER TABLE sluice.closed_origin RENAME TO closed_away");
    origin.flood(permit, MINUTE);
    var until = in(MINUTE + MARGIN);
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN);
    TestDatabase.execute(
        database.address(), "ALTER TABLE sluice.closed_away RENAME TO closed_origin");
    origin.awaitShown(Optional.of(until));
  }
}
