package io.sluice.origin;

import static io.sluice.origin.OriginFixture.GAP;
import static io.sluice.origin.OriginFixture.MOMENT;
import static io.sluice.origin.OriginFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.ClosedOrigins;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static final long MINUTE = 60_000;
  private static final long MARGIN = 50;

  private static ActorTestKit kit;
  private static Database database;
  private OriginFixture origin;

  @BeforeAll
  static void start() {
    kit = OriginFixture.kit();
    database = TestDatabase.open();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    database.close();
  }

  @BeforeEach
  void create() {
    origin = new OriginFixture(kit, new ClosedOrigins(database));
  }

  @AfterEach
  void end() {
    origin.close();
  }

  @Test
  void gives_leave_no_faster_than_its_rate() {
    long began = System.nanoTime();
    origin.begin(Clock.systemUTC());
    var askers = Stream.generate(origin::ask).limit(10).toList();
    askers.forEach(asker -> assertThat(asker.receiveMessage(PATIENCE).permit()).isNotNull());
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(10 * 50 - 5));
  }

  @Test
  void of_many_who_wait_one_a_gap_gets_leave() {
    origin.spawn();
    var asker = origin.asker();
    IntStream.range(0, 3).forEach(i -> origin.ask(Priority.BACKFILL, 0, MINUTE, asker));
    asker.expectNoMessage(MOMENT);
    for (int i = 0; i < 3; i++) {
      origin.clock.forward(GAP);
      asker.receiveMessage(PATIENCE);
      asker.expectNoMessage(MOMENT);
    }
  }

  @Test
  void a_time_without_requests_is_not_saved_up() {
    origin.spawn();
    origin.clock.forward(Duration.ofMinutes(1));
    var asker = origin.asker();
    IntStream.range(0, 3).forEach(i -> origin.ask(Priority.BACKFILL, 0, MINUTE, asker));
    asker.receiveMessage(PATIENCE);
    asker.expectNoMessage(MOMENT);
  }

  @Test
  void polls_go_before_backfill() {
    origin.spawn();
    var backfill = origin.ask(Priority.BACKFILL, 9000, MINUTE);
    var poll = origin.ask(Priority.LIVE);
    origin.clock.forward(GAP);
    poll.receiveMessage(PATIENCE);
    backfill.expectNoMessage(MOMENT);
    origin.clock.forward(GAP);
    backfill.receiveMessage(PATIENCE);
  }

  @Test
  void of_equals_who_has_waited_longest_goes_first_also_one_who_asks_again() {
    origin.spawn();
    var second = origin.ask(Priority.BACKFILL, 10, MINUTE);
    var first = origin.ask(Priority.BACKFILL, 20, MINUTE);
    var again = origin.ask(Priority.BACKFILL, 4500, MINUTE);
    for (var asker : Stream.of(again, first, second).toList()) {
      origin.clock.forward(GAP);
      assertThat(asker.receiveMessage(PATIENCE).permit()).isNotNull();
    }
  }

  @Test
  void who_listens_no_more_takes_no_turn() {
    origin.spawn();
    var gone = origin.ask(Priority.LIVE, 0, 10);
    var asker = origin.ask();
    origin.clock.forward(GAP);
    asker.receiveMessage(PATIENCE);
    gone.expectNoMessage(MOMENT);
  }

  @Test
  void retry_after_closes_it_for_all_and_those_who_wait_are_told() {
    origin.spawn();
    var permit = origin.permit();
    var waiting = Stream.of(Priority.values()).map(origin::ask).toList();
    origin.flood(permit, MINUTE);
    for (var asker : waiting) {
      var answer = asker.receiveMessage(PATIENCE);
      assertThat(answer.permit()).isNull();
      assertThat(answer.closedMillis()).isEqualTo(MINUTE + MARGIN);
      assertThat(answer.reason()).isEqualTo("answered 429");
    }
    assertThat(origin.ask(Priority.LIVE).receiveMessage(PATIENCE).closedMillis())
        .isEqualTo(MINUTE + MARGIN);
  }

  @Test
  void opens_when_the_time_is_over_and_not_before() {
    origin.spawn();
    origin.flood(origin.permit(), MINUTE);
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN);
    origin.clock.forward(Duration.ofMillis(MINUTE + MARGIN - 1));
    assertThat(origin.refusal().closedMillis()).isEqualTo(1);
    origin.clock.forward(Duration.ofMillis(1));
    assertThat(origin.ask().receiveMessage(PATIENCE).permit()).isNotNull();
  }

  @Test
  void stays_closed_when_it_starts_again() {
    origin.spawn();
    origin.flood(origin.permit(), MINUTE);
    origin.refusal();
    origin.restart();
    var answer = origin.refusal();
    assertThat(answer.closedMillis()).isEqualTo(MINUTE + MARGIN);
    assertThat(answer.reason()).isEqualTo("answered 429");
    origin.clock.forward(Duration.ofMillis(answer.closedMillis()));
    assertThat(origin.permit().closings()).isEqualTo(1);
  }

  @Test
  void the_first_request_of_one_that_starts_again_waits_its_gap() {
    origin.spawn();
    origin.clock.forward(Duration.ofMinutes(1));
    origin.restart();
    var asker = origin.ask();
    asker.expectNoMessage(MOMENT);
    assertThat(origin.answer(asker).permit()).isNotNull();
  }

  @Test
  void what_was_sent_before_the_closing_tells_nothing_new() {
    origin.spawn();
    var one = origin.permit();
    var other = origin.permit();
    origin.flood(one, MINUTE);
    origin.flood(other, 0);
    origin.flood(other, MINUTE / 2);
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN);
    origin.clock.forward(Duration.ofMillis(MINUTE + MARGIN));
    assertThat(origin.permit().closings()).isEqualTo(1);
    origin.flood(other, 0);
    assertThat(origin.permit().closings()).isEqualTo(1);
  }

  @Test
  void what_was_sent_before_the_closing_counts_where_it_names_a_later_time() {
    origin.spawn();
    var one = origin.permit();
    var other = origin.permit();
    origin.flood(one, MINUTE);
    origin.flood(other, 2 * MINUTE);
    assertThat(origin.refusal().closedMillis()).isEqualTo(2 * MINUTE + MARGIN);
  }

  @Test
  void closings_without_a_time_double_and_a_success_calms_them() {
    origin.spawn();
    for (long expected : new long[] {2000, 4000, 8000}) {
      closeWithoutATime(expected);
    }
    origin.tell(new Origin.Answered(origin.permit()));
    closeWithoutATime(2000);
  }

  @Test
  void closings_without_a_time_double_also_across_a_new_start() {
    origin.spawn();
    closeWithoutATime(2000);
    origin.restart();
    closeWithoutATime(4000);
  }

  @Test
  void no_closing_without_a_time_is_longer_than_some_minutes() {
    assertThat(closingAfterMany()).isBetween(10 * MINUTE, 11 * MINUTE);
  }

  @Test
  void a_model_is_tried_again_after_a_minute() {
    origin = new OriginFixture(kit, new ClosedOrigins(database), OriginName.Kind.MODEL);
    assertThat(closingAfterMany()).isBetween(MINUTE, MINUTE * 11 / 10);
  }

  private long closingAfterMany() {
    origin.spawn();
    long closed = 0;
    for (int i = 0; i < 25; i++) {
      origin.flood(origin.permit(), 0);
      closed = origin.refusal().closedMillis();
      origin.clock.forward(Duration.ofMillis(closed));
    }
    return closed;
  }

  private void closeWithoutATime(long expected) {
    origin.flood(origin.permit(), 0);
    long closed = origin.refusal().closedMillis();
    assertThat(closed).isBetween(expected, expected * 11 / 10);
    origin.clock.forward(Duration.ofMillis(closed));
  }

  @Test
  void the_success_of_a_request_from_before_the_closing_does_not_calm() {
    origin.spawn();
    var early = origin.permit();
    closeWithoutATime(2000);
    origin.tell(new Origin.Answered(early));
    closeWithoutATime(4000);
  }

  @Test
  void five_that_break_in_a_row_close_it_and_four_do_not() {
    origin.spawn();
    stumble(4);
    var permit = origin.permitAfterSlowing();
    assertThat(permit.healthy()).isFalse();
    origin.tell(new Origin.Stumbled(permit, "reset"));
    assertThat(origin.refusal().reason()).isEqualTo("5 requests in a row: reset");
  }

  @Test
  void a_success_between_them_begins_the_row_anew() {
    origin.spawn();
    stumble(4);
    origin.tell(new Origin.Answered(origin.permitAfterSlowing()));
    assertThat(origin.permitAfterSlowing().healthy()).isTrue();
    stumble(4);
    assertThat(origin.permitAfterSlowing().closings()).isZero();
  }

  @Test
  void forgets_no_closing_however_often_it_was_closed() {
    origin.spawn();
    for (int i = 0; i < 120; i++) {
      origin.flood(origin.permit(), 1000);
      origin.refusal();
      origin.clock.forward(Duration.ofMillis(1000 + MARGIN));
    }
    origin.flood(origin.permit(), MINUTE);
    origin.refusal().closedMillis();
    origin.restart();
    assertThat(origin.refusal().closedMillis()).isEqualTo(MINUTE + MARGIN);
  }

  private void stumble(int times) {
    for (int i = 0; i < times; i++) {
      origin.tell(new Origin.Stumbled(origin.permitAfterSlowing(), "reset"));
    }
  }
}
