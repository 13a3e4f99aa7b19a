package io.sluice.bottleneck;

import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Tells all other nodes what this one has found of itself, every two seconds, and keeps what they
 * tell: so each node knows what holds the work of all of them up. A node that is silent is
 * forgotten soon, and one that is of an earlier version is not heard of.
 */
public final class BottleneckBoard extends AbstractBehavior<BottleneckBoard.Command> {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "bottleneck");
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration FORGOTTEN = EVERY.multipliedBy(4);

  /** What is told is a sentence with a knob. */
  private static final int MOST_TEXT = 500;

  /** More nodes than there can be. */
  private static final int MOST_NODES = 1000;

  private final Supplier<Judged> own;
  private final Heard heard;
  private Set<ActorRef<Command>> all = Set.of();

  /** What it understands. */
  public sealed interface Command {}

  /**
   * What another node has found of itself.
   *
   * @param cause by its word, since another version may know others
   */
  record Report(
      String id,
      String host,
      long process,
      double runs,
      String cause,
      double share,
      String words,
      String knob,
      String gain)
      implements Command, CborSerializable {

    static Report of(Judged node) {
      var found = node.found();
      return new Report(
          node.id(),
          node.host(),
          node.process(),
          node.runs(),
          found.cause().word(),
          found.share(),
          found.words(),
          found.knob(),
          found.gain());
    }

    /** Within what this version knows and shows. */
    Judged judged() {
      var known =
          Arrays.stream(Bottleneck.Cause.values())
              .filter(one -> one.word().equals(cause))
              .findFirst()
              .orElse(Bottleneck.Cause.NOTHING);
      double part = share >= 0 ? Math.min(1, share) : 0;
      return new Judged(
          cut(id),
          cut(host),
          process,
          runs >= 0 ? Math.min(Integer.MAX_VALUE, runs) : 0,
          new Bottleneck(known, part, cut(words), cut(knob), cut(gain)));
    }

    private static String cut(String text) {
      return text == null ? "" : text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
  }

  private record Others(Set<ActorRef<Command>> all) implements Command {}

  private enum Tell implements Command {
    TELL
  }

  /** What other nodes have told lately. Thread-safe. */
  public static final class Heard {
    private final Map<String, At> reports = new HashMap<>();

    private record At(long nanos, Judged judged) {
      boolean isOver(long now) {
        return now - nanos > FORGOTTEN.toNanos();
      }
    }

    synchronized void hear(Judged judged, long now) {
      reports.values().removeIf(at -> at.isOver(now));
      if (reports.size() < MOST_NODES || reports.containsKey(judged.id())) {
        reports.put(judged.id(), new At(now, judged));
      }
    }

    /** All nodes together. */
    public ClusterBottleneck with(Judged own) {
      return with(own, System.nanoTime());
    }

    synchronized ClusterBottleneck with(Judged own, long now) {
      var all = new ArrayList<Judged>();
      all.add(own);
      reports.forEach(
          (id, at) -> {
            if (!at.isOver(now) && !id.equals(own.id())) {
              all.add(at.judged());
            }
          });
      return ClusterJudgement.of(all);
    }
  }

  private BottleneckBoard(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Supplier<Judged> own,
      Heard heard) {
    super(context);
    this.own = own;
    this.heard = heard;
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, context.getSelf()));
    var listings =
        context.messageAdapter(
            Receptionist.Listing.class, listing -> new Others(listing.getServiceInstances(KEY)));
    receptionist.tell(Receptionist.subscribe(KEY, listings));
    timers.startTimerWithFixedDelay(Tell.TELL, EVERY);
  }

  /**
   * @param own what this node finds of itself at the moment
   * @param heard where to keep what others tell
   */
  public static Behavior<Command> create(Supplier<Judged> own, Heard heard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new BottleneckBoard(context, timers, own, heard)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Others.class, this::onOthers)
        .onMessage(Tell.class, this::onTell)
        .onMessage(Report.class, this::onReport)
        .build();
  }

  private Behavior<Command> onOthers(Others command) {
    all = command.all();
    return onTell(Tell.TELL);
  }

  private Behavior<Command> onTell(Tell command) {
    var others = all.stream().filter(one -> !one.equals(getContext().getSelf())).toList();
    if (!others.isEmpty()) {
      var report = Report.of(own.get());
      others.forEach(other -> other.tell(report));
    }
    return this;
  }

  private Behavior<Command> onReport(Report command) {
    heard.hear(command.judged(), System.nanoTime());
    return this;
  }
}
