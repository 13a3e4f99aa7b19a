package io.sluice.batch;

import io.sluice.batch.Batch.ChunkEnded;
import io.sluice.batch.Batch.ChunkStumbled;
import io.sluice.batch.Batch.Command;
import io.sluice.batch.Batch.Event;
import io.sluice.batch.Batch.Look;
import io.sluice.batch.Batch.Looked;
import io.sluice.batch.Batch.Restart;
import io.sluice.batch.Batch.RunDied;
import io.sluice.batch.Batch.RunEnded;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.WriteBehind;
import io.sluice.ledger.batch.BatchRemoval;
import io.sluice.ledger.batch.BatchStates;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
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
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a batch does for what its journal says: has its items listed, hands out chunks, and tells
 * how it stands. It belongs to its batch's actor alone.
 */
final class BatchWork {
  private final Self self;
  private final BatchNode node;
  private final HandedOut chunks;
  private final WriteBehind<BatchStates.State> row;
  private BatchState noted;
  private Restarts restarts;
  private ActorRef<Run.Command> listing;

  /** Whether the run that lists was told to stop: its end is not that of the list then. */
  private boolean stopped;

  private boolean leaving;
  private Emptying emptying = Emptying.NOT_BEGUN;

  /** Whether its shard was told that it has nothing to do. */
  private boolean letGo;

  /**
   * The actor whose work it is.
   *
   * @param id of the batch
   * @param version number of the last event
   * @param rest to be called when there is nothing to do
   */
  record Self(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      long id,
      EffectFactories<Event, BatchState> effects,
      LongSupplier version,
      Runnable rest) {}

  /** How far its removal is. */
  private enum Emptying {
    NOT_BEGUN,
    AT_WORK,
    DONE
  }

  BatchWork(Self self, BatchNode node) {
    this.self = self;
    this.node = node;
    self.context().setLoggerName(Batch.class);
    restarts = Restarts.none(node.restarts());
    chunks = new HandedOut(self, node, jdbc());
    row =
        new WriteBehind<>(
            "Batch %d: its state".formatted(self.id()),
            new BatchStates(node.database())::write,
            BatchStates.State::merge,
            jdbc());
  }

  void onRecovered(BatchState state) {
    // After a failure of the journal this is a second life of the same object: its run is gone.
    listing = null;
    if (state instanceof BatchState.Present && !state.phase().isAtWork()) {
      // Its last life may have ended before all chunks heard of that.
      chunks.stop();
    }
    proceed(state);
  }

  /** Its journal tells of another phase. */
  void turn(BatchState state) {
    restarts = Restarts.none(node.restarts());
    self.timers().cancelAll();
    if (!state.phase().isAtWork()) {
      stopListing();
      chunks.stop();
    }
    line(Level.INFO).log("{}: {}", state.upload().name(), state.phase().column());
    proceed(state);
  }

  /** Does what comes next. */
  private void proceed(BatchState state) {
    note(state);
    if (state instanceof BatchState.Removing removing && !leaving && listing == null) {
      empty(removing);
    }
    if (leaving || !state.phase().isAtWork()) {
      return;
    }
    if (!state.isListed() && listing == null) {
      startListing(state);
    }
    look();
  }

  private void empty(BatchState.Removing state) {
    if (emptying != Emptying.NOT_BEGUN) {
      return;
    }
    emptying = Emptying.AT_WORK;
    self.context()
        .pipeToSelf(
            CompletableFuture.runAsync(
                () ->
                    new BatchRemoval(node.database(), node.runs().ledger())
                        .remove(
                            self.id(),
                            Batch.ledgerName(self.id()),
                            (ledger, run) -> {
                              if (state.purge()) {
                                node.kind(state.upload().kind()).purge(ledger, run, self.id());
                              }
                            }),
                jdbc()),
            (done, failure) -> new Batch.Emptied(Optional.ofNullable(failure)));
  }

  ReplyEffect<Event, BatchState> onEmptied(BatchState state, Batch.Emptied command) {
    if (command.failure().isEmpty()) {
      emptying = Emptying.DONE;
      line(Level.INFO).log("{}: removed", state.upload().name());
      self.rest().run();
      return self.effects().noReply();
    }
    emptying = Emptying.NOT_BEGUN;
    var cause = RunFailures.root(command.failure().get());
    var reason = RunFailures.reason(cause);
    line(Level.WARN)
        .log("{}: not wholly removed, goes on later: {}", state.upload().name(), reason);
    note(state, Optional.of(reason));
    restarts = restarts.failed();
    self.timers().startSingleTimer(Restart.RESTART, restarts.pauseAfterFailure());
    return self.effects().noReply();
  }

  /** Chunks look at the row, so it has to tell that they may work before they are handed out. */
  private void look() {
    var me = self.context().getSelf();
    row.whenWritten(() -> me.tell(Look.LOOK));
  }

  private void startListing(BatchState state) {
    stopped = false;
    var upload = state.upload();
    var work = new ListWork(node, self.id(), upload.kind(), upload.source(), jdbc());
    listing =
        self.context()
            .spawnAnonymous(
                Run.create(node.runs(), work, Batch.ownerOfRuns(self.context().getSelf())));
    self.context().watchWith(listing, new RunDied(listing));
  }

  private void stopListing() {
    if (listing != null) {
      stopped = true;
      listing.tell(Run.Stop.STOP);
    }
  }

  ReplyEffect<Event, BatchState> onRunBegan(BatchState state, Batch.RunBegan command) {
    if (!state.phase().isAtWork() || leaving) {
      stopListing();
    } else if (listing != null) {
      listing.tell(Run.Go.GO);
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onStored(BatchState state, Batch.Stored command) {
    if (command.items() > 0) {
      restarts = restarts.progressed();
      look();
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onRunDied(BatchState state, RunDied command) {
    return command.run().equals(listing)
        ? onRunEnded(
            state, new RunEnded(Optional.of(new IllegalStateException("its run's actor died"))))
        : self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onRunEnded(BatchState state, RunEnded command) {
    listing = null;
    if (leaving) {
      return self.effects().stop().thenNoReply();
    }
    if (!state.phase().isAtWork() || state.isListed() || stopped) {
      proceed(state);
      return self.effects().noReply();
    }
    return command.cause().isPresent()
        ? stumble(state, command.cause().get())
        : self.effects().persist(new Batch.Listed()).thenRun(this::turn).thenNoReply();
  }

  private ReplyEffect<Event, BatchState> stumble(BatchState state, Throwable cause) {
    var reason = RunFailures.reason(cause);
    line(Level.WARN).log("{}: cannot be listed: {}", state.upload().name(), reason);
    self.context().getLog().debug("The failure in full", cause);
    if (cause instanceof FencedException) {
      // The journal belongs to another run's batch now.
      return self.effects().stop().thenNoReply();
    }
    note(state, Optional.of(reason));
    if (RunFailures.isWaitedFor(cause)) {
      restarts = restarts.waited();
      self.timers().startSingleTimer(Restart.RESTART, restarts.pauseForRoom());
      return self.effects().noReply();
    }
    restarts = restarts.failed();
    if (RunFailures.isFinal(cause) || restarts.areTooMany()) {
      return fail(reason);
    }
    self.timers().startSingleTimer(Restart.RESTART, restarts.pauseAfterFailure());
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onRestart(BatchState state, Restart command) {
    proceed(state);
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onLook(BatchState state, Look command) {
    if (state.phase().isAtWork() && !leaving) {
      chunks.look();
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onLooked(BatchState state, Looked command) {
    boolean more = chunks.looked(command);
    if (!state.phase().isAtWork() || leaving) {
      return self.effects().noReply();
    }
    if (state.isListed() && command.left().isPresent() && !command.left().get().unfinished()) {
      return self.effects().persist(new Batch.Completed()).thenRun(this::turn).thenNoReply();
    }
    command.left().ifPresent(left -> chunks.handOut(left, state.upload()));
    if (more) {
      chunks.look();
    } else {
      chunks.lookAgain(command.left());
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onStillRunning(BatchState state, Batch.StillRunning command) {
    if (!state.phase().isAtWork()) {
      chunks.stop(command.chunks());
    }
    return self.effects().noReply();
  }

  ReplyEffect<Event, BatchState> onChunkEnded(BatchState state, ChunkEnded command) {
    chunks.ended(command.chunk());
    return onLook(state, Look.LOOK);
  }

  ReplyEffect<Event, BatchState> onChunkStumbled(BatchState state, ChunkStumbled command) {
    if (command.givenUp() && state.phase().isAtWork()) {
      chunks.ended(command.chunk());
      return fail(command.reason());
    }
    note(state, Optional.of(command.reason()));
    return self.effects().noReply();
  }

  private ReplyEffect<Event, BatchState> fail(String reason) {
    return self.effects().persist(new Batch.Failed(reason)).thenRun(this::turn).thenNoReply();
  }

  ReplyEffect<Event, BatchState> onLeave(BatchState state, Batch.Leave command) {
    leaving = true;
    self.timers().cancelAll();
    if (letGo && !isAtRest(state)) {
      // Told to work while it was let go: sharding starts it again for this.
      ClusterSharding.get(self.context().getSystem())
          .entityRefFor(Batch.KEY, Long.toString(self.id()))
          .tell(new Batch.Wake());
    }
    stopListing();
    return listing == null ? self.effects().stop().thenNoReply() : self.effects().noReply();
  }

  /** Commands may have come since, so its state is looked at again. */
  ReplyEffect<Event, BatchState> onRest(BatchState state, Batch.Rest command) {
    if (isAtRest(state)) {
      letGo = true;
      self.rest().run();
    }
    return self.effects().noReply();
  }

  private boolean isAtRest(BatchState state) {
    return !state.phase().isAtWork()
        && listing == null
        && (!(state instanceof BatchState.Removing) || emptying == Emptying.DONE);
  }

  private void note(BatchState state) {
    if (state instanceof BatchState.Present && !state.equals(noted)) {
      noted = state;
      note(state, Optional.empty());
    }
    if (isAtRest(state)) {
      var me = self.context().getSelf();
      row.whenWritten(() -> me.tell(Batch.Rest.REST));
    }
  }

  private void note(BatchState state, Optional<String> error) {
    row.put(
        new BatchStates.State(
            self.id(), self.version().getAsLong(), state.phase(), state.reason(), error));
  }

  /** Tells how things stand as soon as the row says the same: who asks then reads what it did. */
  void answer(BatchState state, Batch.Request asked) {
    var now = new Batch.Update(self.id(), state.phase(), state.reason());
    row.whenWritten(() -> asked.replyTo().tell(StatusReply.success(now)));
  }

  /** There may be chunks to hand out that were at their end. */
  ReplyEffect<Event, BatchState> lookAndAnswer(BatchState state, Batch.Request asked) {
    look();
    return answered(state, asked);
  }

  /** Changes nothing, and tells how things stand. */
  ReplyEffect<Event, BatchState> answered(BatchState state, Batch.Request asked) {
    answer(state, asked);
    return self.effects().noReply();
  }

  private LoggingEventBuilder line(Level level) {
    return self.context().getLog().atLevel(level).addKeyValue("batch", self.id());
  }

  private Executor jdbc() {
    return self.context()
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }
}
