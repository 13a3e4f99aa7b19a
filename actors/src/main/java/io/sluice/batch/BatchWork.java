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
import io.sluice.ledger.batch.BatchStates;
import io.sluice.run.Restarts;
import io.sluice.run.Run;
import io.sluice.run.RunFailures;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
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
  private final Emptying emptying;
  private final BatchStateRow row;
  private Restarts restarts;
  private ActorRef<Run.Command> listing;

  /** Whether the run that lists was told to stop: its end is not that of the list then. */
  private boolean stopped;

  private boolean leaving;

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
      Runnable rest) {

    LoggingEventBuilder line(Level level) {
      return context.getLog().atLevel(level).addKeyValue("batch", id);
    }
  }

  BatchWork(Self self, BatchNode node) {
    this.self = self;
    this.node = node;
    self.context().setLoggerName(Batch.class);
    restarts = Restarts.none(node.restarts());
    chunks = new HandedOut(self, node, jdbc());
    emptying = new Emptying(self, node, jdbc());
    row = new BatchStateRow(self, new BatchStates(node.database()), jdbc());
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
    self.line(Level.INFO).log("{}: {}", state.upload().name(), state.phase().column());
    proceed(state);
  }

  /** Does what comes next. */
  private void proceed(BatchState state) {
    note(state);
    if (state instanceof BatchState.Removing removing && !leaving && listing == null) {
      emptying.begin(removing);
    }
    if (leaving || !state.phase().isAtWork()) {
      return;
    }
    if (!state.isListed() && listing == null) {
      startListing(state);
    }
    look();
  }

  ReplyEffect<Event, BatchState> onEmptied(BatchState state, Batch.Emptied command) {
    emptying.ended(state, command).ifPresent(reason -> row.stumbled(state, reason));
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
    self.line(Level.WARN).log("{}: cannot be listed: {}", state.upload().name(), reason);
    self.context().getLog().debug("The failure in full", cause);
    if (cause instanceof FencedException) {
      // The journal belongs to another run's batch now.
      return self.effects().stop().thenNoReply();
    }
    row.stumbled(state, reason);
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

  private boolean isEnd(BatchState state, Looked command) {
    return state.isListed()
        && command.version() == self.version().getAsLong()
        && command.left().isPresent()
        && !command.left().get().unfinished();
  }

  ReplyEffect<Event, BatchState> onLooked(BatchState state, Looked command) {
    boolean more = chunks.looked(command);
    if (!state.phase().isAtWork() || leaving) {
      return self.effects().noReply();
    }
    if (isEnd(state, command)) {
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
    row.stumbled(state, command.reason());
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
        && (!(state instanceof BatchState.Removing) || emptying.isDone());
  }

  private void note(BatchState state) {
    row.note(state);
    if (isAtRest(state)) {
      var me = self.context().getSelf();
      row.whenWritten(() -> me.tell(Batch.Rest.REST));
    }
  }

  /** There may be chunks to hand out that were at their end. */
  ReplyEffect<Event, BatchState> lookAndAnswer(BatchState state, Batch.Request asked) {
    look();
    return answered(state, asked);
  }

  /** Tells how things stand. */
  void answer(BatchState state, Batch.Request asked) {
    row.answer(state, asked);
  }

  /** Changes nothing, and tells how things stand. */
  ReplyEffect<Event, BatchState> answered(BatchState state, Batch.Request asked) {
    answer(state, asked);
    return self.effects().noReply();
  }

  private Executor jdbc() {
    return self.context()
        .getSystem()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
  }
}
