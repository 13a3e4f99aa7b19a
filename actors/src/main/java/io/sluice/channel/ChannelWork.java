package io.sluice.channel;

import io.sluice.channel.Activity.Quiet;
import io.sluice.channel.Activity.Running;
import io.sluice.channel.Channel.CaughtUp;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Command;
import io.sluice.channel.Channel.Completed;
import io.sluice.channel.Channel.Event;
import io.sluice.channel.Channel.Failed;
import io.sluice.channel.Channel.Leave;
import io.sluice.channel.Channel.LookForNews;
import io.sluice.channel.Channel.PlaceGranted;
import io.sluice.channel.Channel.Purged;
import io.sluice.channel.Channel.Queued;
import io.sluice.channel.Channel.Rest;
import io.sluice.channel.Channel.Restart;
import io.sluice.channel.Channel.RunBegan;
import io.sluice.channel.Channel.RunDied;
import io.sluice.channel.Channel.RunEnded;
import io.sluice.channel.Channel.RunStarted;
import io.sluice.channel.Channel.Stored;
import io.sluice.channel.Channel.Watch;
import io.sluice.channel.ChannelState.Following;
import io.sluice.channel.ChannelState.Removing;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Places;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.List;
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
 * What a channel does with its runs: starts one when it may, starts it again when it fails, and
 * decides what comes after its end. It belongs to its channel's actor alone, whose state is what
 * the journal says.
 */
final class ChannelWork {
  /** A place that is free comes sooner, and its run looks for news first. */
  private static final Duration SOON = Duration.ofMillis(500);

  private final Self self;
  private final ChannelNode node;
  private final ChannelReport report;
  private final StateRow row;
  private final ChannelPlace place;
  private Activity activity = Quiet.IDLE;
  private Presence presence = Presence.HERE;
  private Restarts restarts;

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
    restarts = Restarts.none(node.settings().restarts());
    // Those who read the log know channels, and not how their code is divided.
    self.context().setLoggerName(Channel.class);
    var granted =
        self.context()
            .messageAdapter(Places.Granted.class, place -> new PlaceGranted(place.ticket()));
    place = new ChannelPlace(node.places(), granted, self.id());
    report = new ChannelReport(self.id(), self.context().getLog());
    row = new StateRow(self.id(), node.ledger().states(), jdbc());
  }

  void onRecovered(ChannelState state) {
    // After a failure of the journal this is a second life of the same object: its run is gone.
    activity = Quiet.IDLE;
    place.giveBack();
    if (presence == Presence.LEAVING) {
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
    restarts = Restarts.none(node.settings().restarts());
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

  ReplyEffect<Event, ChannelState> onWatch(ChannelState state, Watch command) {
    report.watch(command.watcher());
    tell(state);
    return self.effects().noReply();
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

  /** What has come since counts. */
  ReplyEffect<Event, ChannelState> onRest(ChannelState state, Rest command) {
    if (isAtRest(state)) {
      presence = presence == Presence.LEAVING ? presence : Presence.LET_GO;
      self.rest().run();
    }
    return self.effects().noReply();
  }

  private boolean isAtRest(ChannelState state) {
    return !state.wantsToRun() && !(state instanceof Removing) && !hasRun();
  }

  /** Before the row tells how it stands, the channel must be there to write it. */
  private void note(ChannelState state) {
    row.note(state, self.version().getAsLong());
    if (isAtRest(state)) {
      var me = self.context().getSelf();
      row.whenWritten(() -> me.tell(Rest.REST));
    }
  }

  /** A run that reads all looks for news by itself. */
  ReplyEffect<Event, ChannelState> onLookForNews(ChannelState state, LookForNews command) {
    if (state.follows() && !hasRun()) {
      startRun(state, Extent.NEWS);
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunBegan(ChannelState state, RunBegan command) {
    if (!(activity instanceof Running running)) {
      return self.effects().noReply();
    }
    if (!state.wantsToRun() || running.stopping()) {
      stopRun();
      return self.effects().noReply();
    }
    var start = command.start();
    var name = running.collection().name();
    report.takenOver(name, start);
    if (start.deaths() > node.settings().restarts().most()) {
      stopRun();
      return fail(
          state,
          "its process ended %d times in a row before anything was stored"
              .formatted(start.deaths()));
    }
    if (running.reads(Extent.NEWS)) {
      return onNewsBegan(state, running, start);
    }
    long epoch = start.fence().epoch();
    return self.effects()
        .persist(new RunStarted(epoch))
        .thenRun(
            next -> {
              report.runStarts(name, epoch);
              running.run().tell(Run.Go.GO);
              tell(next);
            })
        .thenNoReply();
  }

  /** What killed a process is for a whole run to find out, which looks at what that left. */
  private ReplyEffect<Event, ChannelState> onNewsBegan(
      ChannelState state, Running running, RunStart start) {
    if (start.deaths() == 0) {
      running.run().tell(Run.Go.GO);
      return self.effects().noReply();
    }
    activity = running.stopped();
    running.run().tell(Run.Abandon.ABANDON);
    return state.wantsPlace()
        ? self.effects().noReply()
        : self.effects().persist(new Queued(state.collection())).thenNoReply();
  }

  ReplyEffect<Event, ChannelState> onStored(ChannelState state, Stored command) {
    if (command.progress().stored().progress()) {
      goOn(state);
      restarts = restarts.progressed();
    }
    report.add(state.collection().name(), command.progress());
    tell(state);
    return self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunDied(ChannelState state, RunDied command) {
    return activity instanceof Running running && running.run().equals(command.run())
        ? onRunEnded(
            state, new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunEnded(ChannelState state, RunEnded command) {
    if (!(activity instanceof Running ended)) {
      return self.effects().noReply();
    }
    activity = Quiet.IDLE;
    boolean news = ended.reads(Extent.NEWS);
    if (presence == Presence.LEAVING) {
      place.giveBack();
      return self.effects().stop().thenNoReply();
    }
    if (!state.wantsToRun()) {
      place.giveBack();
      proceed(state);
      tell(state);
      return self.effects().noReply();
    }
    if (!news) {
      // It had the place for itself.
      place.giveBack();
    }
    if (ended.stopping()) {
      proceed(state);
      if (news && state.follows()) {
        lookForNewsIn(state.collection().source().interval());
      }
      return self.effects().noReply();
    }
    if (command.cause().isPresent()) {
      return stumble(state, command.cause().get());
    }
    goOn(state);
    return news ? onNewsRead(state) : onAllRead(state);
  }

  private ReplyEffect<Event, ChannelState> onAllRead(ChannelState state) {
    if (!state.plan().later().isEmpty()) {
      return goOnWithNext(state, new Completed());
    }
    return state.follows()
        ? self.effects().persist(new CaughtUp()).thenRun(this::tellAndFollow).thenNoReply()
        : self.effects().persist(new Completed()).thenRun(this::tell).thenNoReply();
  }

  /** What is collected next does not wait for somebody to look at how this one ended. */
  private ReplyEffect<Event, ChannelState> goOnWithNext(ChannelState state, Event end) {
    var ended = state.collection();
    var reason = end instanceof Failed failed ? failed.reason() : "";
    var phase = end instanceof Failed ? ChannelPhase.FAILED : ChannelPhase.COMPLETED;
    return self.effects()
        .persist(List.of(end, new Queued(state.plan().later().get(0))))
        .thenRun(
            next -> {
              report.tell(ended, phase, reason);
              if (!reason.isEmpty()) {
                row.stumbled(next, self.version().getAsLong(), reason);
              }
              startAfresh(next);
            })
        .thenNoReply();
  }

  private void tellAndFollow(ChannelState state) {
    tell(state);
    lookForNewsIn(state.collection().source().interval());
  }

  /** What was missed for long does not fit on the newest page: that is work for a whole run. */
  private ReplyEffect<Event, ChannelState> onNewsRead(ChannelState state) {
    if (state instanceof Following) {
      restarts = restarts.progressed();
      if (report.isBehind()) {
        return self.effects()
            .persist(new Queued(state.collection()))
            .thenRun(this::proceed)
            .thenNoReply();
      }
    }
    lookForNewsIn(state.collection().source().interval());
    if (place.isHeld()) {
      proceed(state);
    }
    return self.effects().noReply();
  }

  private ReplyEffect<Event, ChannelState> stumble(ChannelState state, Throwable cause) {
    var reason = RunFailures.reason(cause);
    // The next attempt looks for news by itself.
    self.timers().cancel(LookForNews.LOOK);
    if (RunFailures.isWaitedFor(cause)) {
      return await(state, cause);
    }
    report.stumbled(state.collection().name(), reason, cause);
    if (cause instanceof FencedException) {
      // The journal belongs to the other run's channel now.
      report.tell(state.collection(), ChannelPhase.FAILED, reason);
      return self.effects().stop().thenNoReply();
    }
    restarts = restarts.failed();
    node.metrics().runs().failed();
    if (RunFailures.isFinal(cause)) {
      return fail(state, reason);
    }
    if (restarts.areTooMany()) {
      return fail(
          state,
          "%d runs in a row failed, the last with: %s".formatted(restarts.failures(), reason));
    }
    var wait = restarts.pauseAfterFailure();
    report.startsAgain(state.collection().name(), wait, restarts);
    return restartIn(wait, state, reason);
  }

  private ReplyEffect<Event, ChannelState> await(ChannelState state, Throwable cause) {
    restarts = restarts.waited();
    var wait = restarts.pauseForRoom();
    report.waits(state.collection().name(), RunFailures.reason(cause), wait, restarts.waits());
    return restartIn(wait, state, RunFailures.reason(cause));
  }

  private void goOn(ChannelState state) {
    if (restarts.waits() > 0) {
      report.goesOn(state.collection().name());
    }
    restarts = restarts.hadRoom();
  }

  private ReplyEffect<Event, ChannelState> restartIn(
      Duration wait, ChannelState state, String reason) {
    report.tell(state.collection(), state.phase(), reason);
    row.stumbled(state, self.version().getAsLong(), reason);
    self.timers().startSingleTimer(Restart.RESTART, wait);
    return self.effects().noReply();
  }

  private ReplyEffect<Event, ChannelState> fail(ChannelState state, String reason) {
    if (!hasRun()) {
      place.giveBack();
    }
    node.metrics().runs().gaveUp();
    return state.plan().later().isEmpty()
        ? self.effects().persist(new Failed(reason)).thenRun(this::tell).thenNoReply()
        : goOnWithNext(state, new Failed(reason));
  }

  /** Does what comes next for a channel without a run. */
  private void proceed(ChannelState state) {
    note(state);
    if (hasRun() || presence == Presence.LEAVING) {
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
      place.ask();
    } else if (place.isHeld()) {
      place.giveBack();
    }
    if (state.follows() && !hasRun()) {
      lookForNewsIn(SOON);
    }
  }

  private boolean hasRun() {
    return activity instanceof Running;
  }

  private void startRun(ChannelState state, Extent extent) {
    var collection = state.collection();
    var work = new CollectWork(node, self.id(), collection, extent, restarts.waits() > 0, jdbc());
    var run =
        self.context()
            .spawnAnonymous(
                Run.create(node.runs(), work, Channel.ownerOfRuns(self.context().getSelf())));
    self.context().watchWith(run, new RunDied(run));
    activity = new Running(run, collection, extent, false);
  }

  private void stopRun() {
    if (activity instanceof Running running) {
      activity = running.stopped();
      running.run().tell(Run.Stop.STOP);
    }
  }

  private void lookForNewsIn(Duration time) {
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
    restarts = restarts.failed();
    self.timers().startSingleTimer(Restart.RESTART, restarts.pauseAfterFailure());
    return self.effects().noReply();
  }

  private void tell(ChannelState state) {
    note(state);
    boolean stopping = hasRun() && !state.wantsToRun();
    report.tell(
        state.collection(), stopping ? ChannelPhase.COLLECTING : state.phase(), state.reason());
  }

  /** Tells how things stand as soon as the row says the same: who asks then reads what it did. */
  void answer(ChannelState state, Channel.Request asked) {
    var now = report.update(state.collection(), state.phase(), state.reason());
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
