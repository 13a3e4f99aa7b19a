package io.sluice.channel;

import io.sluice.channel.Channel.CaughtUp;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Command;
import io.sluice.channel.Channel.Completed;
import io.sluice.channel.Channel.Event;
import io.sluice.channel.Channel.Failed;
import io.sluice.channel.Channel.Leave;
import io.sluice.channel.Channel.LookForNews;
import io.sluice.channel.Channel.Phase;
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
import io.sluice.channel.Channel.Update;
import io.sluice.channel.Channel.Watch;
import io.sluice.ledger.FencedException;
import io.sluice.run.Places;
import io.sluice.run.Restarts;
import io.sluice.run.RunFailures;
import io.sluice.storage.StorageAwayException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
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
  private final CurrentRun current;
  private final StandingRow row;
  private Restarts restarts;

  private CollectWork.Precondition precondition = CollectWork.Precondition.NONE;
  private boolean leaving;
  private boolean resting;
  private boolean purging;

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
    current = new CurrentRun(self.context(), node, self.id(), jdbc(), granted);
    report = new ChannelReport(self.id(), self.context().getLog());
    row = new StandingRow(self.id(), node.ledger().states(), jdbc());
  }

  void onRecovered(ChannelState state) {
    // After a failure of the journal this is a second life of the same object: its run is gone.
    current.forget();
    if (leaving) {
      self.context().getSelf().tell(new Channel.Leave());
    }
    proceed(state);
  }

  void startIfOther(ChannelState state, Collection before) {
    if (state.collection().equals(before) && current.exists()) {
      row.note(state, self.version().getAsLong());
    } else {
      startAfresh(state);
    }
  }

  void startAfresh(ChannelState state) {
    restarts = Restarts.none(node.settings().restarts());
    precondition = CollectWork.Precondition.NONE;
    report.restart();
    current.stop();
    proceed(state);
  }

  void stopOrTell(ChannelState state) {
    self.timers().cancelAll();
    current.stop();
    if (!current.exists()) {
      current.leavePlace();
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
    leaving = true;
    self.timers().cancelAll();
    if (resting && !isAtRest(state)) {
      // Told to work while it was let go: sharding starts it again for this.
      ClusterSharding.get(self.context().getSystem())
          .entityRefFor(Channel.KEY, Long.toString(self.id()))
          .tell(new Channel.Wake());
    }
    current.stop();
    return current.exists() ? self.effects().noReply() : self.effects().stop().thenNoReply();
  }

  ReplyEffect<Event, ChannelState> onPlaceGranted(ChannelState state, PlaceGranted command) {
    current.placed(command.ticket());
    if (!current.exists()) {
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
      resting = true;
      self.rest().run();
    }
    return self.effects().noReply();
  }

  private boolean isAtRest(ChannelState state) {
    return !state.wantsToRun() && state.phase() != Phase.REMOVING && !current.exists();
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
    if (state.follows() && !current.exists()) {
      current.start(state.collection(), Extent.NEWS, precondition);
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunBegan(ChannelState state, RunBegan command) {
    if (!state.wantsToRun() || current.isStopping()) {
      current.stop();
      return self.effects().noReply();
    }
    var start = command.start();
    report.takenOver(current.collection().name(), start);
    if (start.deaths() > node.settings().restarts().most()) {
      current.stop();
      return fail(
          state,
          "its process ended %d times in a row before anything was stored"
              .formatted(start.deaths()));
    }
    if (current.extent() == Extent.NEWS) {
      return onNewsBegan(state, command);
    }
    return self.effects()
        .persist(new RunStarted(start.fence().epoch()))
        .thenRun(this::startRun)
        .thenNoReply();
  }

  /** What killed a process is for a whole run to find out, which looks at what that left. */
  private ReplyEffect<Event, ChannelState> onNewsBegan(ChannelState state, RunBegan command) {
    if (command.start().deaths() == 0) {
      current.go();
      return self.effects().noReply();
    }
    current.leave();
    return state.wantsPlace()
        ? self.effects().noReply()
        : self.effects().persist(new Queued(state.collection())).thenNoReply();
  }

  private void startRun(ChannelState state) {
    report.runStarts(current.collection().name(), state.epoch());
    current.go();
    tell(state);
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
    return current.is(command.run())
        ? onRunEnded(
            state, new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunEnded(ChannelState state, RunEnded command) {
    boolean stopped = current.isStopping();
    boolean news = current.extent() == Extent.NEWS;
    current.end();
    if (leaving) {
      current.leavePlace();
      return self.effects().stop().thenNoReply();
    }
    if (!state.wantsToRun()) {
      current.leavePlace();
      proceed(state);
      tell(state);
      return self.effects().noReply();
    }
    if (stopped) {
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
    if (!state.later().isEmpty()) {
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
    var phase = end instanceof Failed ? Phase.FAILED : Phase.COMPLETED;
    return self.effects()
        .persist(List.of(end, new Queued(state.later().get(0))))
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
    if (state.phase() == Phase.FOLLOWING) {
      restarts = restarts.progressed();
      if (report.isBehind()) {
        return self.effects()
            .persist(new Queued(state.collection()))
            .thenRun(this::proceed)
            .thenNoReply();
      }
    }
    lookForNewsIn(state.collection().source().interval());
    if (current.hasPlace()) {
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
      report.tell(state.collection(), Phase.FAILED, reason);
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
    precondition =
        cause instanceof StorageAwayException
            ? CollectWork.Precondition.ROOM
            : CollectWork.Precondition.NONE;
    var wait = restarts.pauseForRoom();
    report.waits(state.collection().name(), RunFailures.reason(cause), wait, restarts.waits());
    return restartIn(wait, state, RunFailures.reason(cause));
  }

  private void goOn(ChannelState state) {
    if (restarts.waits() > 0) {
      report.goesOn(state.collection().name());
    }
    restarts = restarts.hadRoom();
    precondition = CollectWork.Precondition.NONE;
  }

  private ReplyEffect<Event, ChannelState> restartIn(
      Duration wait, ChannelState state, String reason) {
    report.tell(state.collection(), state.phase(), reason);
    row.stumbled(state, self.version().getAsLong(), reason);
    self.timers().startSingleTimer(Restart.RESTART, wait);
    return self.effects().noReply();
  }

  private ReplyEffect<Event, ChannelState> fail(ChannelState state, String reason) {
    if (!current.exists()) {
      current.leavePlace();
    }
    node.metrics().runs().gaveUp();
    return state.later().isEmpty()
        ? self.effects().persist(new Failed(reason)).thenRun(this::tell).thenNoReply()
        : goOnWithNext(state, new Failed(reason));
  }

  /** Does what comes next for a channel without a run. */
  private void proceed(ChannelState state) {
    note(state);
    if (current.exists() || leaving) {
      return;
    }
    if (state.phase() == Phase.REMOVING) {
      current.leavePlace();
      purge();
      return;
    }
    if (state.wantsPlace() && current.hasPlace()) {
      current.start(state.collection(), Extent.ALL, precondition);
    } else if (state.wantsPlace()) {
      current.askForPlace();
    } else if (current.hasPlace()) {
      current.leavePlace();
    }
    if (state.follows() && !current.exists()) {
      lookForNewsIn(SOON);
    }
  }

  private void lookForNewsIn(Duration time) {
    self.timers().startSingleTimer(LookForNews.LOOK, time);
  }

  private void purge() {
    if (purging) {
      return;
    }
    purging = true;
    self.context()
        .pipeToSelf(
            CompletableFuture.runAsync(
                () -> node.ledger().removal().purge(self.id(), Channel.ledgerName(self.id())),
                jdbc()),
            (done, failure) -> new Purged(Optional.ofNullable(failure)));
  }

  ReplyEffect<Event, ChannelState> onPurged(ChannelState state, Purged command) {
    purging = false;
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
    boolean stopping = current.exists() && !state.wantsToRun();
    report.tell(state.collection(), stopping ? Phase.COLLECTING : state.phase(), state.reason());
  }

  /** Tells how things stand as soon as the row says the same: who asks then reads what it did. */
  void answer(ChannelState state, ActorRef<StatusReply<Update>> replyTo) {
    var now = report.update(state.collection(), state.phase(), state.reason());
    row.whenWritten(() -> replyTo.tell(StatusReply.success(now)));
  }

  ReplyEffect<Event, ChannelState> answered(
      ChannelState state, ActorRef<StatusReply<Update>> replyTo) {
    answer(state, replyTo);
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
