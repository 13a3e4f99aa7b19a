package io.sluice.channel;

import io.sluice.channel.Activity.Quiet;
import io.sluice.channel.Activity.Running;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Command;
import io.sluice.channel.Channel.Event;
import io.sluice.channel.Channel.Leave;
import io.sluice.channel.Channel.LookForNews;
import io.sluice.channel.Channel.PlaceGranted;
import io.sluice.channel.Channel.Purged;
import io.sluice.channel.Channel.Rest;
import io.sluice.channel.Channel.Restart;
import io.sluice.channel.Channel.RunDied;
import io.sluice.channel.ChannelState.Removing;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Claim;
import io.sluice.run.Place;
import io.sluice.run.Places;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.typed.javadsl.EffectFactories;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/**
 * What a channel does for what its journal says: starts a run when it may, stops it, looks for
 * news, deletes, and tells how it stands. It belongs to its channel's actor alone.
 */
final class ChannelWork {
  /** Before a look for news of one that waits for a place: with a place, its run reads the news. */
  private static final Duration SOON = Duration.ofMillis(500);

  private final Self self;
  private final ChannelNode node;
  private final ChannelReport report;
  private final StateRow row;
  private final Place place;
  private Activity activity = Quiet.IDLE;
  private Presence presence = Presence.HERE;
  private final ChannelRuns runs;

  /** Whether the actor is to stay. */
  private enum Presence {
    HERE,
    /** It had nothing to do, and its shard was told so. */
    LET_GO,
    /** It ends as soon as it has no run. */
    LEAVING
  }

  /**
   * The actor whose work it is.
   *
   * @param id of the channel
   * @param version number of the last event
   * @param rest to be called when there is nothing to do
   */
  record Self(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      long id,
      EffectFactories<Event, ChannelState> effects,
      LongSupplier version,
      Runnable rest) {}

  ChannelWork(Self self, ChannelNode node) {
    this.self = self;
    this.node = node;
    // Those who read the log know channels, and not how their code is divided.
    self.context().setLoggerName(Channel.class);
    var granted =
        self.context()
            .messageAdapter(Places.Granted.class, place -> new PlaceGranted(place.ticket()));
    place = new Place(node.places(), granted, Optional.empty());
    report = new ChannelReport(self.id(), self.context().getLog());
    row = new StateRow(self.id(), node.ledger().states(), jdbc());
    runs = new ChannelRuns(this, self, node, report, row, place);
  }

  ChannelRuns runs() {
    return runs;
  }

  Activity activity() {
    return activity;
  }

  void turnTo(Activity now) {
    activity = now;
  }

  /** Whether the actor ends as soon as it has no run. */
  boolean isLeaving() {
    return presence == Presence.LEAVING;
  }

  void onRecovered(ChannelState state) {
    // After a failure of the journal this is a second life of the same object: its run is gone.
    activity = Quiet.IDLE;
    place.giveBack();
    if (isLeaving()) {
      self.context().getSelf().tell(new Channel.Leave());
    }
    proceed(state);
  }

  void startIfOther(ChannelState state, Collection before) {
    if (state.collection().equals(before) && hasRun()) {
      row.note(state, self.version().getAsLong());
    } else {
      startAfresh(state);
    }
  }

  void startAfresh(ChannelState state) {
    runs.forgetFailures();
    report.restart();
    stopRun();
    proceed(state);
  }

  void stopOrTell(ChannelState state) {
    self.timers().cancelAll();
    stopRun();
    if (!hasRun()) {
      place.giveBack();
      proceed(state);
    }
    tell(state);
  }

  ReplyEffect<Event, ChannelState> onLeave(ChannelState state, Leave command) {
    boolean letGo = presence == Presence.LET_GO;
    presence = Presence.LEAVING;
    self.timers().cancelAll();
    if (letGo && !isAtRest(state)) {
      // Told to work while it was let go: sharding starts it again for this.
      ClusterSharding.get(self.context().getSystem())
          .entityRefFor(Channel.KEY, Long.toString(self.id()))
          .tell(new Channel.Wake());
    }
    stopRun();
    return hasRun() ? self.effects().noReply() : self.effects().stop().thenNoReply();
  }

  ReplyEffect<Event, ChannelState> onPlaceGranted(ChannelState state, PlaceGranted command) {
    place.granted(command.ticket());
    if (!hasRun()) {
      proceed(state);
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRestart(ChannelState state, Restart command) {
    proceed(state);
    return self.effects().noReply();
  }

  /** Commands may have come since, so its state is looked at again. */
  ReplyEffect<Event, ChannelState> onRest(ChannelState state, Rest command) {
    if (isAtRest(state)) {
      presence = isLeaving() ? presence : Presence.LET_GO;
      self.rest().run();
    }
    return self.effects().noReply();
  }

  private boolean isAtRest(ChannelState state) {
    return !state.wantsToRun() && !(state instanceof Removing) && !hasRun();
  }

  /** One at rest stays in memory until its row is written. */
  private void note(ChannelState state) {
    row.note(state, self.version().getAsLong());
    if (isAtRest(state)) {
      var me = self.context().getSelf();
      row.whenWritten(() -> me.tell(Rest.REST));
    }
  }

  /** Does nothing while there is a run: one that reads all reads the news too. */
  ReplyEffect<Event, ChannelState> onLookForNews(ChannelState state, LookForNews command) {
    if (state.follows() && !hasRun()) {
      startRun(state, Extent.NEWS);
    }
    return self.effects().noReply();
  }

  /** Does what comes next for a channel without a run. */
  void proceed(ChannelState state) {
    note(state);
    if (hasRun() || isLeaving()) {
      return;
    }
    if (state instanceof Removing) {
      place.giveBack();
      purge();
      return;
    }
    if (state.wantsPlace() && place.isHeld()) {
      startRun(state, Extent.ALL);
    } else if (state.wantsPlace()) {
      place.ask(Claim.ofKind(Channel.KEY.name(), self.id()));
    } else if (place.isHeld()) {
      place.giveBack();
    }
    if (state.follows() && !hasRun()) {
      lookForNewsIn(SOON);
    }
  }

  boolean hasRun() {
    return activity instanceof Running;
  }

  private void startRun(ChannelState state, Extent extent) {
    var collection = state.collection();
    var work = new CollectWork(node, self.id(), collection, extent, runs.waited(), jdbc());
    var run =
        self.context()
            .spawnAnonymous(
                Run.create(node.runs(), work, Channel.ownerOfRuns(self.context().getSelf())));
    self.context().watchWith(run, new RunDied(run));
    activity = new Running(run, collection, extent, false);
  }

  void stopRun() {
    if (activity instanceof Running running) {
      activity = running.stopped();
      running.run().tell(Run.Stop.STOP);
    }
  }

  void lookForNewsIn(Duration time) {
    self.timers().startSingleTimer(LookForNews.LOOK, time);
  }

  private void purge() {
    if (activity == Quiet.PURGING) {
      return;
    }
    activity = Quiet.PURGING;
    self.context()
        .pipeToSelf(
            CompletableFuture.runAsync(
                () -> node.ledger().removal().purge(self.id(), Channel.ledgerName(self.id())),
                jdbc()),
            (done, failure) -> new Purged(Optional.ofNullable(failure)));
  }

  ReplyEffect<Event, ChannelState> onPurged(ChannelState state, Purged command) {
    activity = Quiet.IDLE;
    if (command.failure().isEmpty()) {
      report.purged(name(state));
      self.rest().run();
      return self.effects().noReply();
    }
    report.notPurged(name(state), RunFailures.root(command.failure().get()));
    self.timers().startSingleTimer(Restart.RESTART, runs.failed());
    return self.effects().noReply();
  }

  void tell(ChannelState state) {
    note(state);
    boolean stopping = hasRun() && !state.wantsToRun();
    report.tell(
        state.collection(), stopping ? ChannelPhase.COLLECTING : state.phase(), state.reason());
  }

  /** Tells how things stand as soon as the row says the same: who asks then reads what it did. */
  void answer(ChannelState state, Channel.Request asked) {
    var now = new Channel.Update(self.id(), state.collection(), state.phase(), state.reason());
    row.whenWritten(() -> asked.replyTo().tell(StatusReply.success(now)));
  }

  /** Changes nothing, and tells how things stand. */
  ReplyEffect<Event, ChannelState> answered(ChannelState state, Channel.Request asked) {
    answer(state, asked);
    return self.effects().noReply();
  }

  private String name(ChannelState state) {
    return state.collection() == null ? Channel.ledgerName(self.id()) : state.collection().name();
  }

  private Executor jdbc() {
    return self.context()
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }
}
