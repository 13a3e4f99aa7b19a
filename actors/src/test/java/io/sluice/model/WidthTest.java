package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Width.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests at once are found for endpoints that bear more or fewer. */
class WidthTest {
  private static final int MOST = 32;
  private static final Duration LONG = Duration.ofHours(1);

  /**
   * An endpoint that works on some at once, by a clock of its own, and is always asked for more.
   */
  private static final class Endpoint {
    private final int places;
    private final long nanos;
    private final double spread;
    private final Random random;
    private long now;

    /** How long it worked for those that are answered, all places together. */
    private double busy;

    private final Width width = new Width(MOST, () -> now);
    private final PriorityQueue<OnItsWay> onTheirWay =
        new PriorityQueue<>(Comparator.comparingLong(OnItsWay::done));
    private final long[] freeAt;
    private int answered;

    private record OnItsWay(long done, long takes, Width.Place place) {}

    private Endpoint(int places) {
      this(places, 100_000_000, 0.2, 3);
    }

    /**
     * @param nanos that an answer takes, more or less
     * @param spread by which share of it
     */
    private Endpoint(int places, long nanos, double spread, int seed) {
      this.places = places;
      this.nanos = nanos;
      this.spread = spread;
      random = new Random(seed);
      freeAt = new long[places];
      for (int i = 0; i < 3 * MOST; i++) {
        comes();
      }
    }

    private void comes() {
      width.enter(LONG).thenAccept(entered -> goes());
    }

    /** Into the place that is free first. */
    private void goes() {
      int first = 0;
      for (int i = 1; i < places; i++) {
        first = freeAt[i] < freeAt[first] ? i : first;
      }
      double takes = nanos * (1 + spread * (2 * random.nextDouble() - 1));
      freeAt[first] = Math.max(now, freeAt[first]) + (long) takes;
      onTheirWay.add(new OnItsWay(freeAt[first], (long) takes, width.place()));
    }

    private void answers(int times) {
      for (int i = 0; i < times; i++) {
        var next = onTheirWay.remove();
        now = next.done();
        busy += next.takes();
        answered++;
        comes();
        width.leave(next.place(), Outcome.ANSWERED);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 3", "4, 4, 8", "10, 9, 22", "1000, 32, 32"})
  void it_grows_while_more_are_answered(int places, int least, int most) {
    var endpoint = new Endpoint(places);
    assertThat(endpoint.width.width()).isEqualTo(2);
    endpoint.answers(2000);
    for (int i = 0; i < 20; i++) {
      endpoint.answers(100);
      assertThat(endpoint.width.width()).isBetween(least, most);
    }
    long began = endpoint.now;
    endpoint.answers(1000);
    double occupancy = 1000 * 0.1e9 / (Math.min(places, MOST) * (double) (endpoint.now - began));
    assertThat(occupancy).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 0.98", "4, 0.3, 0.97", "4, 0.9, 0.95", "8, 0.3, 0.93", "16, 0.3, 0.88"})
  void an_endpoint_is_busy_from_its_first_minutes_on(int places, double spread, double least) {
    for (int seed = 0; seed < 20; seed++) {
      var endpoint = new Endpoint(places, 3_000_000_000L, spread, seed);
      // Three minutes of one that answers 80 a minute at four at once.
      int answers = places * 60;
      endpoint.answers(answers);
      double occupancy = endpoint.busy / places / endpoint.now;
      assertThat(occupancy).as("with seed %d", seed).isGreaterThan(least);
    }
  }

  @Test
  void too_much_halves_it_once_for_all_that_were_on_their_way() {
    var endpoint = new Endpoint(1000);
    endpoint.answers(3000);
    assertThat(endpoint.width.width()).isEqualTo(MOST);
    for (int i = 0; i < 10; i++) {
      endpoint.width.leave(endpoint.onTheirWay.remove().place(), Outcome.TOO_MUCH);
    }
    assertThat(endpoint.width.width()).isEqualTo(MOST / 2);
    endpoint.answers(5000);
    assertThat(endpoint.width.width()).isEqualTo(MOST);
  }

  @Test
  void it_does_not_grow_while_nobody_waits() throws Exception {
    var width = new Width(MOST, System::nanoTime);
    for (int i = 0; i < 1000; i++) {
      assertThat(width.enter(LONG).toCompletableFuture().get()).isTrue();
      width.leave(width.place(), Outcome.ANSWERED);
    }
    assertThat(width.width()).isEqualTo(2);
  }

  @Test
  void who_waits_in_vain_takes_no_place() throws Exception {
    var width = new Width(1, System::nanoTime);
    width.enter(LONG);
    assertThat(width.enter(Duration.ofMillis(1)).toCompletableFuture().get()).isFalse();
    var next = width.enter(LONG).toCompletableFuture();
    width.leave(width.place(), Outcome.OTHER);
    assertThat(next.get()).isTrue();
    assertThat(width.used()).isEqualTo(1);
    width.leave(width.place(), Outcome.OTHER);
    assertThat(width.used()).isZero();
  }
}
