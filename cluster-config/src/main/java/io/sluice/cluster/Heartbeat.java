package io.sluice.cluster;

import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.serialization.CborSerializable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Keeps this node's row alive, with what the node does at the moment. It calls back once and ends
 * where the node must: others took it for dead, it alone has lost the database, or the database has
 * another cluster than the one it is in.
 */
public final class Heartbeat extends AbstractBehavior<Heartbeat.Command> {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "heartbeat");
  private static final int BEATS_IN_A_TIMEOUT = 5;

  /** So that one which is late or lost does not cost the {@link Licence}. */
  private static final Duration LONGEST_BETWEEN = Duration.ofSeconds(1);

  private final Nodes nodes;
  private final Supplier<NodeLoad> load;
  private final Agreement agreement;
  private final Duration timeout;
  private final Consumer<String> lost;
  private final TimerScheduler<Command> timers;
  private final Executor blocking;
  private Set<ActorRef<Command>> all = Set.of();
  private boolean failing;

  /** Since when, in nanoseconds, another node has the database and this one has not. */
  private Optional<Long> otherHasIt = Optional.empty();

  /** What a heartbeat understands. */
  public sealed interface Command {}

  /** Another node asks whether this one reaches the database. */
  record AskDatabase(ActorRef<HasDatabase> replyTo) implements Command, CborSerializable {}

  /** Whether a node reaches the database. */
  record HasDatabase(String node, boolean yes) implements CborSerializable {}

  private enum Renew implements Command {
    RENEW
  }

  private record Renewed(Optional<String> end) implements Command {}

  private record Failed(String reason) implements Command {}

  private record Others(Set<ActorRef<Command>> all) implements Command {}

  private record Heard(HasDatabase answer) implements Command {}

  private Heartbeat(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Nodes nodes,
      Supplier<NodeLoad> load,
      Duration timeout,
      Consumer<String> lost) {
    super(context);
    this.nodes = nodes;
    this.load = load;
    agreement = new Agreement(context.getSystem(), nodes, timeout);
    this.timeout = timeout;
    this.lost = lost;
    this.timers = timers;
    context.setLoggerName(Heartbeat.class);
    blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, context.getSelf()));
    var listings =
        context.messageAdapter(
            Receptionist.Listing.class, listing -> new Others(listing.getServiceInstances(KEY)));
    receptionist.tell(Receptionist.subscribe(KEY, listings));
    context.getSelf().tell(Renew.RENEW);
  }

  /**
   * @param load what the node does at the moment
   * @param timeout a node that could not renew for so long asks others whether they can
   * @param lost called at most once, with the reason why this node must end
   */
  public static Behavior<Command> create(
      Nodes nodes, Supplier<NodeLoad> load, Duration timeout, Consumer<String> lost) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new Heartbeat(context, timers, nodes, load, timeout, lost)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Renew.class, this::onRenew)
        .onMessage(Renewed.class, this::onRenewed)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(Others.class, this::onOthers)
        .onMessage(AskDatabase.class, this::onAskDatabase)
        .onMessage(Heard.class, this::onHeard)
        .build();
  }

  private Behavior<Command> onRenew(Renew command) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(this::renew, blocking),
            (end, failure) -> failure == null ? new Renewed(end) : new Failed(reason(failure)));
    return this;
  }

  /** Gives why this node has ended, if it has. */
  private Optional<String> renew() {
    return nodes.renew(load.get())
        ? agreement.brokenBecause()
        : Optional.of(
            "others took this node for dead: " + nodes.reasonOfEnd().orElse("its row is gone"));
  }

  private static String reason(Throwable failure) {
    return failure instanceof CompletionException
        ? failure.getCause().getMessage()
        : failure.getMessage();
  }

  private Behavior<Command> onRenewed(Renewed command) {
    if (command.end().isPresent()) {
      lost.accept(command.end().get());
      return Behaviors.stopped();
    }
    if (failing) {
      getContext().getLog().info("The heartbeat is written again");
    }
    failing = false;
    otherHasIt = Optional.empty();
    renewLater();
    return this;
  }

  private void renewLater() {
    var between = timeout.dividedBy(BEATS_IN_A_TIMEOUT);
    timers.startSingleTimer(
        Renew.RENEW, between.compareTo(LONGEST_BETWEEN) < 0 ? between : LONGEST_BETWEEN);
  }

  private Behavior<Command> onFailed(Failed command) {
    if (!failing) {
      getContext().getLog().warn("The heartbeat cannot be written: {}", command.reason());
    }
    failing = true;
    if (!nodes.wasRenewedWithin(timeout)) {
      var answers = getContext().messageAdapter(HasDatabase.class, Heard::new);
      all.stream()
          .filter(other -> !other.equals(getContext().getSelf()))
          .forEach(other -> other.tell(new AskDatabase(answers)));
    }
    renewLater();
    return this;
  }

  private Behavior<Command> onOthers(Others command) {
    all = command.all();
    return this;
  }

  private Behavior<Command> onAskDatabase(AskDatabase command) {
    var address = ClusterLog.address(Cluster.get(getContext().getSystem()).selfMember());
    command.replyTo().tell(new HasDatabase(address, nodes.wasRenewedWithin(timeout.dividedBy(2))));
    return this;
  }

  private Behavior<Command> onHeard(Heard command) {
    if (!failing || !command.answer().yes() || nodes.wasRenewedWithin(timeout)) {
      return this;
    }
    // When it comes back for all, it does so for one of them first.
    long since = otherHasIt.orElseGet(System::nanoTime);
    otherHasIt = Optional.of(since);
    if (System.nanoTime() - since >= timeout.dividedBy(2).toNanos()) {
      lost.accept(
          "this node has lost the database, which %s still reaches"
              .formatted(command.answer().node()));
      return Behaviors.stopped();
    }
    return this;
  }
}
