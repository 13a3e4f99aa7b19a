package io.sluice.channel;

import io.sluice.run.Claim;
import io.sluice.run.Places;
import io.sluice.run.Run;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The run that a channel has at the moment, if any, and the channel's place among those that
 * collect on the node. It belongs to its channel's actor alone.
 */
final class CurrentRun {
  private final ActorContext<Channel.Command> context;
  private final ChannelNode node;
  private final long channel;
  private final Executor jdbc;
  private final ActorRef<Places.Granted> granted;
  private ActorRef<Run.Command> run;
  private Channel.Collection collection;
  private Extent extent;

  /** Whether the run was told to stop: then its end is no completion, whatever has come since. */
  private boolean stopping;

  /** Whether the channel has a place. */
  private boolean placed;

  /** Another one for each place asked for. */
  private long ticket;

  CurrentRun(
      ActorContext<Channel.Command> context,
      ChannelNode node,
      long channel,
      Executor jdbc,
      ActorRef<Places.Granted> granted) {
    this.context = context;
    this.node = node;
    this.channel = channel;
    this.jdbc = jdbc;
    this.granted = granted;
  }

  boolean exists() {
    return run != null;
  }

  boolean is(ActorRef<Run.Command> other) {
    return other.equals(run);
  }

  boolean isStopping() {
    return stopping;
  }

  Extent extent() {
    return extent;
  }

  /** What the run was started for. */
  Channel.Collection collection() {
    return collection;
  }

  /** Asks for a place; without effect for a channel that has one or waits for one. */
  void askForPlace() {
    if (!placed) {
      var claim = Claim.ofKind(Channel.KEY.name(), channel);
      node.places().tell(new Places.Acquire(claim, granted, ticket));
    }
  }

  /** What was granted before the place was given back counts no more. */
  void placed(long answered) {
    placed |= answered == ticket;
  }

  boolean hasPlace() {
    return placed;
  }

  /** Gives the place back, or no longer waits for one. */
  void leavePlace() {
    placed = false;
    ticket++;
    node.places().tell(new Places.Release(granted));
  }

  void start(Channel.Collection what, Extent howMuch, CollectWork.Precondition precondition) {
    collection = what;
    extent = howMuch;
    var work = new CollectWork(node, channel, what, howMuch, precondition, jdbc);
    run =
        context.spawnAnonymous(
            Run.create(node.runs(), work, Channel.ownerOfRuns(context.getSelf())));
    context.watchWith(run, new Channel.RunDied(run));
  }

  void go() {
    run.tell(Run.Go.GO);
  }

  void stop() {
    if (run != null) {
      stopping = true;
      run.tell(Run.Stop.STOP);
    }
  }

  /** Ends a run that has not begun; what it would have looked into is for the next. */
  void leave() {
    stopping = true;
    run.tell(Run.Leave.LEAVE);
  }

  /** There is no run and no place: of a life before this one nothing is known. */
  void forget() {
    run = null;
    stopping = false;
    leavePlace();
  }

  /** There is no run any more; only one that had all to read had the place for itself. */
  void end() {
    run = null;
    stopping = false;
    if (extent != Extent.NEWS) {
      leavePlace();
    }
  }
}
