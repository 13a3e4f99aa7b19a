package io.sluice.run;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * What a node bears at once: each kind of work has so many places. Who asks gets {@link Granted}
 * when one is free, and gives it back by a message or by stopping. A free place goes to the group
 * that has the fewest; of several such groups to the one that got none for longest, and within it
 * to who has waited longest.
 */
public final class Places extends AbstractBehavior<Places.Command> {
  private final Map<String, Kind> kinds;
  private final Occupancy occupancy;
  private final Map<ActorRef<Granted>, Asked> asked = new HashMap<>();
  private long number;

  private Places(ActorContext<Command> context, Map<String, Integer> sizes, Occupancy occupancy) {
    super(context);
    kinds =
        sizes.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, size -> new Kind(size.getValue())));
    this.occupancy = occupancy;
  }

  /** What the places understand. */
  public sealed interface Command {}

  /**
   * Asks for a place; without effect for who has one or waits for one.
   *
   * @param ticket by which the asker tells the answer from one to an earlier question
   */
  public record Acquire(Claim claim, ActorRef<Granted> holder, long ticket) implements Command {}

  /** Gives a place back, or no longer waits for one. */
  public record Release(ActorRef<Granted> holder) implements Command {}

  /** The place is the asker's. */
  public record Granted(long ticket) {}

  private record Asked(long number, Acquire question) {
    String group() {
      return question.claim().group();
    }
  }

  private static final class Group {
    private final Map<Long, Asked> waiting = new LinkedHashMap<>();
    private int taken;

    /** Which of the kind's places it got last. */
    private long turn;

    boolean isWaiting() {
      return !waiting.isEmpty();
    }

    Asked first() {
      return waiting.values().iterator().next();
    }
  }

  private static final class Kind {
    private static final Comparator<Group> NEXT =
        Comparator.<Group>comparingInt(group -> group.taken)
            .thenComparingLong(group -> group.turn)
            .thenComparingLong(group -> group.first().number());

    private final int size;
    private final Map<String, Group> groups = new HashMap<>();
    private int taken;
    private long turns;

    Kind(int size) {
      this.size = size;
    }

    void add(Asked asked) {
      groups.computeIfAbsent(asked.group(), name -> new Group()).waiting.put(asked.number(), asked);
    }

    /** Who gets a place now, if one is free and somebody waits. */
    Optional<Asked> next() {
      if (taken == size) {
        return Optional.empty();
      }
      return groups.values().stream().filter(Group::isWaiting).min(NEXT).map(this::take);
    }

    private Asked take(Group group) {
      var first = group.first();
      group.waiting.remove(first.number());
      group.taken++;
      group.turn = ++turns;
      taken++;
      return first;
    }

    void remove(Asked asked) {
      var group = groups.get(asked.group());
      if (group.waiting.remove(asked.number()) == null) {
        group.taken--;
        taken--;
      }
      if (group.taken == 0 && !group.isWaiting()) {
        groups.remove(asked.group());
      }
    }
  }

  /**
   * @param sizes how many places each kind has
   * @param occupancy is kept up to who has a place and who waits
   */
  public static Behavior<Command> create(Map<String, Integer> sizes, Occupancy occupancy) {
    return Behaviors.setup(context -> new Places(context, sizes, occupancy));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Acquire.class, this::onAcquire)
        .onMessage(Release.class, this::onRelease)
        .build();
  }

  private Behavior<Command> onAcquire(Acquire question) {
    if (!asked.containsKey(question.holder())) {
      getContext().watchWith(question.holder(), new Release(question.holder()));
      var now = new Asked(number++, question);
      asked.put(question.holder(), now);
      occupancy.waits(now.number(), question.claim());
      var kind = kindOf(now);
      kind.add(now);
      grant(kind);
    }
    return this;
  }

  private Behavior<Command> onRelease(Release command) {
    var before = asked.remove(command.holder());
    if (before != null) {
      getContext().unwatch(command.holder());
      occupancy.left(before.number());
      var kind = kindOf(before);
      kind.remove(before);
      grant(kind);
    }
    return this;
  }

  private Kind kindOf(Asked asked) {
    return kinds.get(asked.question().claim().kind());
  }

  private void grant(Kind kind) {
    for (var next = kind.next(); next.isPresent(); next = kind.next()) {
      var question = next.get().question();
      occupancy.holds(next.get().number(), question.claim());
      question.holder().tell(new Granted(question.ticket()));
    }
  }
}
