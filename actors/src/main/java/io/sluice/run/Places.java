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
 * to who has waited longest. Where none is free and another group has two more, one of these is
 * asked to give its place back.
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
   * @param lender who is told when another group wants the place; empty if it is kept whatever
   *     others want
   */
  public record Acquire(
      Claim claim, ActorRef<Granted> holder, long ticket, Optional<ActorRef<WantedBack>> lender)
      implements Command {

    /** Of one who keeps it. */
    public Acquire(Claim claim, ActorRef<Granted> holder, long ticket) {
      this(claim, holder, ticket, Optional.empty());
    }
  }

  /** Gives a place back, or no longer waits for one. */
  public record Release(ActorRef<Granted> holder) implements Command {}

  /** The place is the asker's. */
  public record Granted(long ticket) {}

  /** Another group waits that has fewer places: give this one back as soon as you can. */
  public enum WantedBack {
    WANTED_BACK
  }

  private record Asked(long number, Acquire question) {
    String group() {
      return question.claim().group();
    }

    boolean lends() {
      return question.lender().isPresent();
    }
  }

  private static final class Group {
    private final Map<Long, Asked> waiting = new LinkedHashMap<>();
    private final Map<Long, Asked> holding = new LinkedHashMap<>();

    /** Which of the kind's places it got last. */
    private long turn;

    boolean isWaiting() {
      return !waiting.isEmpty();
    }

    Asked first() {
      return waiting.values().iterator().next();
    }

    int taken() {
      return holding.size();
    }

    /** Of those that lend their place the one that has least of its work behind it. */
    Optional<Asked> last() {
      return holding.values().stream().filter(Asked::lends).reduce((one, next) -> next);
    }
  }

  private static final class Kind {
    private static final Comparator<Group> NEXT =
        Comparator.comparingInt(Group::taken)
            .thenComparingLong(group -> group.turn)
            .thenComparingLong(group -> group.first().number());

    private final int size;
    private final Map<String, Group> groups = new HashMap<>();
    private int taken;
    private long turns;

    /** The one that was asked last, and still has its place. */
    private Optional<Asked> askedBack = Optional.empty();

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
      return neediest().map(this::take);
    }

    private Optional<Group> neediest() {
      return groups.values().stream().filter(Group::isWaiting).min(NEXT);
    }

    /** Who is to give a place back for a group that has fewer, one at a time. */
    Optional<Asked> toGiveBack() {
      var next = neediest();
      if (askedBack.isPresent() || next.isEmpty()) {
        return Optional.empty();
      }
      int enough = next.get().taken() + 2;
      askedBack =
          groups.values().stream()
              .filter(group -> group.taken() >= enough)
              .max(Comparator.comparingInt(Group::taken))
              .flatMap(Group::last);
      return askedBack;
    }

    private Asked take(Group group) {
      var first = group.first();
      group.waiting.remove(first.number());
      group.holding.put(first.number(), first);
      group.turn = ++turns;
      taken++;
      return first;
    }

    void remove(Asked asked) {
      var group = groups.get(asked.group());
      if (group.waiting.remove(asked.number()) == null) {
        group.holding.remove(asked.number());
        taken--;
      }
      askedBack = askedBack.filter(other -> other.number() != asked.number());
      if (group.taken() == 0 && !group.isWaiting()) {
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
    kind.toGiveBack()
        .flatMap(asked -> asked.question().lender())
        .ifPresent(lender -> lender.tell(WantedBack.WANTED_BACK));
  }
}
