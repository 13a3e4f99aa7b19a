package io.sluice.channel;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private static TestProbe<Slots.Granted> asking(ActorRef<Slots.Command> slots) {
    TestProbe<Slots.Granted> holder = kit.createTestProbe(Slots.Granted.class);
    slots.tell(new Slots.Acquire(0, holder.getRef(), 0));
    return holder;
  }

  private static void release(ActorRef<Slots.Command> slots, TestProbe<Slots.Granted> holder) {
    slots.tell(new Slots.Release(holder.getRef()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void there_are_so_many_places_and_no_more(int size) {
    var slots = kit.spawn(Slots.create(size, occupancy -> {}));
    List<TestProbe<Slots.Granted>> holders =
        IntStream.range(0, size).mapToObj(i -> asking(slots)).toList();
    holders.forEach(holder -> holder.expectMessage(new Slots.Granted(0)));

    var late = asking(slots);
    late.expectNoMessage(MOMENT);
    release(slots, holders.get(0));
    late.expectMessage(new Slots.Granted(0));
  }

  @Test
  void who_came_first_is_first() {
    var slots = kit.spawn(Slots.create(1, occupancy -> {}));
    var holder = asking(slots);
    var first = asking(slots);
    var second = asking(slots);
    var third = asking(slots);

    release(slots, holder);
    first.expectMessage(new Slots.Granted(0));
    second.expectNoMessage(MOMENT);
    release(slots, first);
    second.expectMessage(new Slots.Granted(0));
    release(slots, second);
    third.expectMessage(new Slots.Granted(0));
  }

  @Test
  void who_asks_twice_has_one_place() {
    var slots = kit.spawn(Slots.create(2, occupancy -> {}));
    var holder = asking(slots);
    slots.tell(new Slots.Acquire(0, holder.getRef(), 0));
    holder.expectMessage(new Slots.Granted(0));
    holder.expectNoMessage(MOMENT);

    asking(slots).expectMessage(new Slots.Granted(0));
    asking(slots).expectNoMessage(MOMENT);
  }

  @Test
  void a_place_is_free_when_its_holder_stops() {
    var slots = kit.spawn(Slots.create(1, occupancy -> {}));
    var holder = asking(slots);
    holder.expectMessage(new Slots.Granted(0));
    var next = asking(slots);

    holder.stop();

    next.expectMessage(new Slots.Granted(0));
  }

  @Test
  void one_that_stopped_while_it_waited_takes_no_place() {
    var slots = kit.spawn(Slots.create(1, occupancy -> {}));
    var holder = asking(slots);
    var waiting = asking(slots);
    var next = asking(slots);

    waiting.stop();
    release(slots, holder);

    next.expectMessage(new Slots.Granted(0));
  }

  @Test
  void one_that_no_longer_waits_is_passed_over() {
    var slots = kit.spawn(Slots.create(1, occupancy -> {}));
    var holder = asking(slots);
    var waiting = asking(slots);
    var next = asking(slots);

    release(slots, waiting);
    release(slots, holder);

    next.expectMessage(new Slots.Granted(0));
    waiting.expectNoMessage(MOMENT);
  }

  @Test
  void giving_back_what_one_does_not_have_makes_no_places() {
    var slots = kit.spawn(Slots.create(1, occupancy -> {}));
    var holder = asking(slots);
    release(slots, kit.createTestProbe(Slots.Granted.class));
    var first = asking(slots);
    first.expectNoMessage(MOMENT);

    release(slots, holder);
    release(slots, holder);

    first.expectMessage(new Slots.Granted(0));
    asking(slots).expectNoMessage(MOMENT);
  }
}
