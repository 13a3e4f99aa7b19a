package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String KIND = "channel";
  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static ActorRef<Places.Command> places(int size) {
    return kit.spawn(Places.create(Map.of(KIND, size), new Occupancy()));
  }

  private static TestProbe<Places.Granted> asking(ActorRef<Places.Command> places) {
    return asking(places, Claim.ofKind(KIND, 0));
  }

  private static TestProbe<Places.Granted> asking(ActorRef<Places.Command> places, Claim claim) {
    TestProbe<Places.Granted> holder = kit.createTestProbe(Places.Granted.class);
    places.tell(new Places.Acquire(claim, holder.getRef(), 0));
    return holder;
  }

  private static List<TestProbe<Places.Granted>> asking(
      ActorRef<Places.Command> places, String group, int times) {
    return IntStream.range(0, times)
        .mapToObj(id -> asking(places, new Claim(KIND, group, id)))
        .toList();
  }

  private static void release(ActorRef<Places.Command> places, TestProbe<Places.Granted> holder) {
    places.tell(new Places.Release(holder.getRef()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void there_are_so_many_places_and_no_more(int size) {
    var places = places(size);
    List<TestProbe<Places.Granted>> holders =
        IntStream.range(0, size).mapToObj(i -> asking(places)).toList();
    holders.forEach(holder -> holder.expectMessage(new Places.Granted(0)));

    var late = asking(places);
    late.expectNoMessage(MOMENT);
    release(places, holders.get(0));
    late.expectMessage(new Places.Granted(0));
  }

  @Test
  void who_came_first_is_first() {
    var places = places(1);
    var holder = asking(places);
    var first = asking(places);
    var second = asking(places);
    var third = asking(places);

    release(places, holder);
    first.expectMessage(new Places.Granted(0));
    second.expectNoMessage(MOMENT);
    release(places, first);
    second.expectMessage(new Places.Granted(0));
    release(places, second);
    third.expectMessage(new Places.Granted(0));
  }

  @Test
  void who_asks_twice_has_one_place() {
    var places = places(2);
    var holder = asking(places);
    places.tell(new Places.Acquire(Claim.ofKind(KIND, 0), holder.getRef(), 0));
    holder.expectMessage(new Places.Granted(0));
    holder.expectNoMessage(MOMENT);

    asking(places).expectMessage(new Places.Granted(0));
    asking(places).expectNoMessage(MOMENT);
  }

  @Test
  void a_place_is_free_when_its_holder_stops() {
    var places = places(1);
    var holder = asking(places);
    holder.expectMessage(new Places.Granted(0));
    var next = asking(places);

    holder.stop();

    next.expectMessage(new Places.Granted(0));
  }

  @Test
  void one_that_stopped_while_it_waited_takes_no_place() {
    var places = places(1);
    var holder = asking(places);
    var waiting = asking(places);
    var next = asking(places);

    waiting.stop();
    release(places, holder);

    next.expectMessage(new Places.Granted(0));
  }

  @Test
  void one_that_no_longer_waits_is_passed_over() {
    var places = places(1);
    var holder = asking(places);
    var waiting = asking(places);
    var next = asking(places);

    release(places, waiting);
    release(places, holder);

    next.expectMessage(new Places.Granted(0));
    waiting.expectNoMessage(MOMENT);
  }

  @Test
  void giving_back_what_one_does_not_have_makes_no_places() {
    var places = places(1);
    var holder = asking(places);
    release(places, kit.createTestProbe(Places.Granted.class));
    var first = asking(places);
    first.expectNoMessage(MOMENT);

    release(places, holder);
    release(places, holder);

    first.expectMessage(new Places.Granted(0));
    asking(places).expectNoMessage(MOMENT);
  }

  @Test
  void a_free_place_goes_to_the_group_that_has_the_fewest() {
    var places = places(2);
    var large = asking(places, "large", 5);
    var small = asking(places, "small", 2);
    large.get(0).expectMessage(new Places.Granted(0));
    large.get(1).expectMessage(new Places.Granted(0));

    release(places, large.get(0));
    small.get(0).expectMessage(new Places.Granted(0));
    release(places, small.get(0));
    small.get(1).expectMessage(new Places.Granted(0));
    release(places, small.get(1));
    large.get(2).expectMessage(new Places.Granted(0));
    large.get(3).expectNoMessage(MOMENT);
  }

  @Test
  void groups_that_have_as_many_take_turns() {
    var places = places(1);
    var holder = asking(places, "third", 1).get(0);
    var one = asking(places, "one", 2);
    var two = asking(places, "two", 1);

    release(places, holder);
    one.get(0).expectMessage(new Places.Granted(0));
    release(places, one.get(0));
    two.get(0).expectMessage(new Places.Granted(0));
    release(places, two.get(0));
    one.get(1).expectMessage(new Places.Granted(0));
  }

  @Test
  void a_group_with_many_places_is_asked_for_one_by_a_group_with_fewer() {
    var places = places(4);
    TestProbe<Places.WantedBack> lender = kit.createTestProbe(Places.WantedBack.class);
    var large =
        IntStream.range(0, 6)
            .mapToObj(id -> lending(places, new Claim(KIND, "large", id), lender))
            .toList();
    large.get(3).expectMessage(new Places.Granted(0));
    lender.expectNoMessage(MOMENT);

    var small = asking(places, "small", 3);
    lender.expectMessage(Places.WantedBack.WANTED_BACK);
    lender.expectNoMessage(MOMENT);
    release(places, large.get(3));
    small.get(0).expectMessage(new Places.Granted(0));
    lender.expectMessage(Places.WantedBack.WANTED_BACK);
    release(places, large.get(2));
    small.get(1).expectMessage(new Places.Granted(0));
    lender.expectNoMessage(MOMENT);
    small.get(2).expectNoMessage(MOMENT);
  }

  private static TestProbe<Places.Granted> lending(
      ActorRef<Places.Command> places, Claim claim, TestProbe<Places.WantedBack> lender) {
    TestProbe<Places.Granted> holder = kit.createTestProbe(Places.Granted.class);
    places.tell(new Places.Acquire(claim, holder.getRef(), 0, Optional.of(lender.getRef())));
    return holder;
  }

  @Test
  void who_keeps_a_place_is_not_asked_for_it() {
    var places = places(3);
    var holders = asking(places, "large", 3);
    asking(places, "small", 1).get(0).expectNoMessage(MOMENT);
    holders.forEach(holder -> holder.expectMessage(new Places.Granted(0)));
    holders.forEach(holder -> holder.expectNoMessage(MOMENT));
  }

  @Test
  void each_kind_has_places_of_its_own() {
    var places = kit.spawn(Places.create(Map.of(KIND, 1, "file", 1), new Occupancy()));
    asking(places).expectMessage(new Places.Granted(0));
    asking(places, Claim.ofKind("file", 0)).expectMessage(new Places.Granted(0));
    asking(places).expectNoMessage(MOMENT);
  }

  @Test
  void it_is_known_who_has_a_place_and_who_waits_in_turn() {
    var occupancy = new Occupancy();
    var places = kit.spawn(Places.create(Map.of(KIND, 2, "file", 2), occupancy));
    var claims = IntStream.range(0, 4).mapToObj(id -> Claim.ofKind(KIND, id)).toList();
    var holders = claims.stream().map(claim -> asking(places, claim)).toList();
    asking(places, Claim.ofKind("file", 7)).expectMessage(new Places.Granted(0));
    assertThat(occupancy.holding(KIND)).isEqualTo(claims.subList(0, 2));
    assertThat(occupancy.waiting(KIND)).isEqualTo(claims.subList(2, 4));

    release(places, holders.get(0));
    holders.get(2).expectMessage(new Places.Granted(0));
    assertThat(occupancy.holding(KIND)).isEqualTo(claims.subList(1, 3));
    assertThat(occupancy.waiting(KIND)).isEqualTo(claims.subList(3, 4));

    holders.forEach(TestProbe::stop);
    asking(places)
        .awaitAssert(
            PATIENCE,
            () -> {
              assertThat(occupancy.holding(KIND)).hasSize(1);
              assertThat(occupancy.waiting(KIND)).isEmpty();
              return true;
            });
  }
}
