package io.sluice.channel;

import io.sluice.ledger.RunStart;
import io.sluice.metrics.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.stream.Materializer;

/**
 * One run of a channel: takes an epoch, waits until its channel has noted it, lets the pipeline
 * run, and tells the channel of each batch and of the end. It makes no decision of its own.
 */
final class ChannelRun extends AbstractBehavior<ChannelRun.Command> {
  private final ChannelNode node;
  private final long channel;
  private final Channel.Collection collection;
  private final Extent extent;
  private final ActorRef<Channel.Command> owner;
  private final Executor jdbc;
  private final CompletionStage<RunStart> begun;
  private RunStart start;
  private ChannelPipeline<?> pipeline;
  private boolean noted;
  private boolean stopping;
  private boolean closed;

  /** How much a run reads. */
  enum Extent {
    ALL,
    /** Only what is new: so little that it needs no place of its own. */
    NEWS
  }

  /** What must be so before a run begins. */
  enum Precondition {
    NONE,
    /** There is room for pictures: the run before this one met with none. */
    ROOM
  }

  /** What a run understands. */
  sealed interface Command {}

  /** The channel has noted the epoch: go. */
  enum Go implements Command {
    GO
  }

  /** Take nothing more from the source, store what is on its way, and end. */
  enum Stop implements Command {
    STOP
  }

  /** Do not begin, and leave what earlier runs left to the next. */
  enum Leave implements Command {
    LEAVE
  }

  private record Began(RunStart start) implements Command {}

  private record Opened(ChannelSource<?> source, Set<String> suspects) implements Command {}

  private record Stored(Progress progress) implements Command {}

  private record Ended(Optional<Throwable> cause) implements Command {}

  private record Closed(Optional<Throwable> cause) implements Command {}

  private ChannelRun(
      ActorContext<Command> context,
      ChannelNode node,
      long channel,
      Channel.Collection collection,
      Extent extent,
      Precondition precondition,
      ActorRef<Channel.Command> owner) {
    super(context);
    this.node = node;
    this.channel = channel;
    this.collection = collection;
    this.extent = extent;
    this.owner = owner;
    jdbc = dispatcher("sluice.jdbc-dispatcher");
    node.metrics().runs().started(extent);
    begun =
        node.unfinished()
            .endOf(channel)
            .thenRunAsync(() -> fulfil(precondition), dispatcher("sluice.file-dispatcher"))
            .thenApplyAsync(
                fulfilled -> node.ledger().runs().begin(Channel.ledgerName(channel)), jdbc);
    piped(begun.thenApply(Began::new));
  }

  private void fulfil(Precondition precondition) {
    if (precondition == Precondition.ROOM) {
      node.files().checkRoom();
    }
  }

  static Behavior<Command> create(
      ChannelNode node,
      long channel,
      Channel.Collection collection,
      Extent extent,
      Precondition precondition,
      ActorRef<Channel.Command> owner) {
    return Behaviors.setup(
        context -> new ChannelRun(context, node, channel, collection, extent, precondition, owner));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Began.class, this::onBegan)
        .onMessage(Go.class, this::onGo)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(Stored.class, this::onStored)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Closed.class, this::onClosed)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onBegan(Began message) {
    start = message.start();
    if (stopping) {
      return onEnded(new Ended(Optional.empty()));
    }
    owner.tell(new Channel.RunBegan(start));
    return this;
  }

  private Behavior<Command> onGo(Go message) {
    noted = true;
    piped(CompletableFuture.supplyAsync(this::open, dispatcher("sluice.source-dispatcher")));
    return this;
  }

  private Behavior<Command> onOpened(Opened message) {
    if (stopping) {
      return onEnded(new Ended(Optional.empty()));
    }
    if (!message.suspects().isEmpty()) {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("run", start.fence().epoch())
          .log(
              "{}: a process died while photos {} were in work: each goes to a process of its own",
              collection.name(),
              message.suspects());
    }
    var built = pipeline(message.source(), message.suspects());
    pipeline = built;
    var self = getContext().getSelf();
    var stream =
        built
            .run(start.fence(), start.cursor(), extent)
            .runForeach(
                progress -> self.tell(new Stored(progress)),
                Materializer.createMaterializer(getContext()));
    piped(
        stream
            .handle((done, failure) -> built.windUp())
            .thenCompose(quiet -> quiet)
            .thenCompose(quiet -> stream)
            .thenApply(done -> new Ended(Optional.empty())));
    return this;
  }

  private Opened open() {
    try {
      var drafts = node.files().sweep(channel, start.fence().epoch());
      // A run that only failed leaves drafts too, but no photo is to blame for that.
      var suspects = start.deaths() > 0 ? drafts : Set.<String>of();
      var spec = collection.source();
      ChannelSource<?> source =
          node.metrics()
              .stages()
              .in(
                  Stage.SOURCE,
                  collection.name(),
                  spec.location(),
                  () -> node.sources().open(spec));
      return new Opened(source, suspects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <C extends Record> ChannelPipeline<C> pipeline(
      ChannelSource<C> source, Set<String> suspects) {
    var settings = node.settings();
    var bytes = new BytesInWork(node.messages());
    return new ChannelPipeline<>(
        source,
        settings.selection(),
        new LedgerStages<>(
            source,
            channel,
            collection.source(),
            node.ledger(),
            node.files(),
            settings.store(),
            jdbc,
            node.metrics().of(collection.name()),
            bytes),
        new ChannelPipeline.Photos(
            node.photos(),
            node.local(),
            settings.imageParallelism(),
            channel,
            collection.name(),
            collection.source().limit() > 0,
            suspects),
        bytes);
  }

  private Behavior<Command> onStored(Stored message) {
    owner.tell(new Channel.Stored(message.progress()));
    return this;
  }

  private Behavior<Command> onStop(Stop message) {
    stopping = true;
    if (pipeline != null) {
      pipeline.stop();
    } else if (start != null && !noted) {
      return onEnded(new Ended(Optional.empty()));
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave message) {
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> node.ledger().runs().leave(start.fence()), jdbc),
            (done, failure) -> new Closed(Optional.empty()));
    return this;
  }

  private Behavior<Command> onEnded(Ended message) {
    if (start == null) {
      return onClosed(new Closed(message.cause()));
    }
    // Told only when marked: unmarked, the next run takes this one for one that died.
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> node.ledger().runs().end(start.fence()), jdbc),
            (done, failure) -> new Closed(message.cause()));
    return this;
  }

  private Behavior<Command> onClosed(Closed message) {
    closed = true;
    owner.tell(new Channel.RunEnded(message.cause()));
    return Behaviors.stopped();
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    node.metrics().runs().ended(extent);
    if (!closed) {
      node.unfinished().add(channel, abandon());
    }
    return this;
  }

  /**
   * What an actor that dies leaves behind: photos that nobody waits for, and a run that the next
   * would take for one whose process died. Of a process that ends nobody knows whether this run is
   * to blame for that.
   */
  private CompletionStage<Void> abandon() {
    var quiet =
        pipeline == null ? CompletableFuture.<Void>completedFuture(null) : pipeline.windUp();
    return CoordinatedShutdown.get(getContext().getSystem()).getShutdownReason().isPresent()
        ? quiet
        : quiet
            .thenCombine(begun, (done, run) -> run.fence())
            .thenAcceptAsync(node.ledger().runs()::leave, jdbc);
  }

  private void piped(CompletionStage<? extends Command> stage) {
    getContext()
        .pipeToSelf(
            stage,
            (command, failure) ->
                failure == null ? command : new Ended(Optional.of(RunFailures.root(failure))));
  }

  private Executor dispatcher(String name) {
    return getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(name));
  }
}
