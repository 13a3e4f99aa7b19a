package io.sluice.channel;

import io.sluice.channel.Activity.Quiet;
import io.sluice.channel.Activity.Running;
import io.sluice.channel.Channel.CaughtUp;
import io.sluice.channel.Channel.Completed;
import io.sluice.channel.Channel.Event;
import io.sluice.channel.Channel.Failed;
import io.sluice.channel.Channel.LookForNews;
import io.sluice.channel.Channel.Queued;
import io.sluice.channel.Channel.Restart;
import io.sluice.channel.Channel.RunBegan;
import io.sluice.channel.Channel.RunDied;
import io.sluice.channel.Channel.RunEnded;
import io.sluice.channel.Channel.RunStarted;
import io.sluice.channel.Channel.Stored;
import io.sluice.channel.ChannelState.Following;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.run.Place;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/**
 * What a channel does when its run tells that it began, stored a group or ended: goes on, starts
 * again after a failure, or is given up. How often it failed in a row is kept here.
 */
final class ChannelRuns {
  private final ChannelWork work;
  private final ChannelWork.Self self;
  private final ChannelNode node;
  private final ChannelReport report;
  private final StateRow row;
  private final Place place;
  private Restarts restarts;

  ChannelRuns(
      ChannelWork work,
      ChannelWork.Self self,
      ChannelNode node,
      ChannelReport report,
      StateRow row,
      Place place) {
    this.work = work;
    this.self = self;
    this.node = node;
    this.report = report;
    this.row = row;
    this.place = place;
    forgetFailures();
  }

  /** What failed before counts no more. */
  void forgetFailures() {
    restarts = Restarts.none(node.settings().restarts());
  }

  /** Whether the last attempts met with no room. */
  boolean waited() {
    return restarts.waits() > 0;
  }

  /** Counts a failure; gives how long to wait before the next attempt. */
  Duration failed() {
    restarts = restarts.failed();
    return restarts.pauseAfterFailure();
  }

  ReplyEffect<Event, ChannelState> onRunBegan(ChannelState state, RunBegan command) {
    if (!(work.activity() instanceof Running running)) {
      return self.effects().noReply();
    }
    if (!state.wantsToRun() || running.stopping()) {
      work.stopRun();
      return self.effects().noReply();
    }
    var start = command.start();
    var name = running.collection().name();
    report.takenOver(name, start);
    if (start.deaths() > node.settings().restarts().most()) {
      work.stopRun();
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
              work.tell(next);
            })
        .thenNoReply();
  }

  /** After a death no news are read: a whole run has to find the photo that is to blame. */
  private ReplyEffect<Event, ChannelState> onNewsBegan(
      ChannelState state, Running running, RunStart start) {
    if (start.deaths() == 0) {
      running.run().tell(Run.Go.GO);
      return self.effects().noReply();
    }
    work.turnTo(running.stopped());
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
    work.tell(state);
    return self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunDied(ChannelState state, RunDied command) {
    return work.activity() instanceof Running running && running.run().equals(command.run())
        ? onRunEnded(
            state, new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : self.effects().noReply();
  }

  ReplyEffect<Event, ChannelState> onRunEnded(ChannelState state, RunEnded command) {
    if (!(work.activity() instanceof Running ended)) {
      return self.effects().noReply();
    }
    work.turnTo(Quiet.IDLE);
    boolean news = ended.reads(Extent.NEWS);
    if (work.isLeaving()) {
      place.giveBack();
      return self.effects().stop().thenNoReply();
    }
    if (!state.wantsToRun()) {
      place.giveBack();
      work.proceed(state);
      work.tell(state);
      return self.effects().noReply();
    }
    if (!news) {
      // Runs that read news alone need no place.
      place.giveBack();
    }
    if (ended.stopping()) {
      work.proceed(state);
      if (news && state.follows()) {
        work.lookForNewsIn(state.collection().source().interval());
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
        : self.effects().persist(new Completed()).thenRun(work::tell).thenNoReply();
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
              work.startAfresh(next);
            })
        .thenNoReply();
  }

  private void tellAndFollow(ChannelState state) {
    work.tell(state);
    work.lookForNewsIn(state.collection().source().interval());
  }

  /** What was missed for long does not fit on the newest page: that is work for a whole run. */
  private ReplyEffect<Event, ChannelState> onNewsRead(ChannelState state) {
    if (state instanceof Following) {
      restarts = restarts.progressed();
      if (report.isBehind()) {
        return self.effects()
            .persist(new Queued(state.collection()))
            .thenRun(work::proceed)
            .thenNoReply();
      }
    }
    work.lookForNewsIn(state.collection().source().interval());
    if (place.isHeld()) {
      work.proceed(state);
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
    if (!work.hasRun()) {
      place.giveBack();
    }
    node.metrics().runs().gaveUp();
    return state.plan().later().isEmpty()
        ? self.effects().persist(new Failed(reason)).thenRun(work::tell).thenNoReply()
        : goOnWithNext(state, new Failed(reason));
  }
}
