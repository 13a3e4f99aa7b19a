package io.sluice.run;

import io.sluice.ledger.RunStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.stream.Materializer;

/**
 * One life of a pipeline: takes an epoch, waits until its owner has noted it, lets the pipeline
 * run, and tells the owner of what is stored and of the end. It makes no decision of its own.
 *
 * @param <P> what is told of each group that was stored
 */
public final class Run<P> extends AbstractBehavior<Run.Command> {
  private final RunNode node;
  private final Work<P> work;
  private final Owner<P> owner;
  private final Executor jdbc;
  private final CompletionStage<RunStart> begun;
  private RunStart start;
  private Pipeline<P> pipeline;
  private boolean noted;
  private boolean stopping;
  private boolean closed;

  /** Who has the run. It is called on the run's threads, so an actor sends itself a message. */
  public interface Owner<P> {

    /** It has its epoch, and waits for {@link Go}. */
    void began(RunStart start);

    void stored(P progress);

    /**
     * It has come to its end, and nothing of it is in work.
     *
     * @param cause why it failed; empty if it did not
     */
    void ended(Optional<Throwable> cause);
  }

  /** What a run understands. */
  public sealed interface Command {}

  /** The owner has noted the epoch: go. */
  public enum Go implements Command {
    GO
  }

  /** Take nothing more from the source, store what is on its way, and end. */
  public enum Stop implements Command {
    STOP
  }

  /** The same, and give up what takes longer than a moment: somebody waits for the end. */
  public enum Hurry implements Command {
    HURRY
  }

  /** Do not begin, and leave what earlier runs left to the next. */
  public enum Abandon implements Command {
    ABANDON
  }

  private record HasBegun(RunStart start) implements Command {}

  private record HasOpened(Runnable goOn) implements Command {}

  private record HasEnded(Optional<Throwable> cause) implements Command {}

  private record HasClosed(Optional<Throwable> cause) implements Command {}

  private Run(ActorContext<Command> context, RunNode node, Work<P> work, Owner<P> owner) {
    super(context);
    this.node = node;
    this.work = work;
    this.owner = owner;
    jdbc = dispatcher("sluice.jdbc-dispatcher");
    work.runStarted();
    begun =
        node.unfinished()
            .endOf(work.entity())
            .thenRunAsync(work::checkMayBegin, dispatcher("sluice.file-dispatcher"))
            .thenApplyAsync(checked -> node.ledger().begin(work.entity()), jdbc);
    piped(begun.thenApply(HasBegun::new));
  }

  public static <P> Behavior<Command> create(RunNode node, Work<P> work, Owner<P> owner) {
    return Behaviors.setup(context -> new Run<>(context, node, work, owner));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(HasBegun.class, this::onBegun)
        .onMessage(Go.class, this::onGo)
        .onMessage(HasOpened.class, this::onOpened)
        .onMessage(Stop.class, stop -> onStop())
        .onMessage(Hurry.class, this::onHurry)
        .onMessage(Abandon.class, this::onAbandon)
        .onMessage(HasEnded.class, this::onEnded)
        .onMessage(HasClosed.class, this::onClosed)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onBegun(HasBegun message) {
    start = message.start();
    if (stopping) {
      return onEnded(new HasEnded(Optional.empty()));
    }
    owner.began(start);
    return this;
  }

  private Behavior<Command> onGo(Go message) {
    noted = true;
    piped(CompletableFuture.supplyAsync(this::open, dispatcher("sluice.source-dispatcher")));
    return this;
  }

  private HasOpened open() {
    try {
      var opened = work.open(start);
      return new HasOpened(() -> pour(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onOpened(HasOpened message) {
    if (stopping) {
      return onEnded(new HasEnded(Optional.empty()));
    }
    message.goOn().run();
    return this;
  }

  private void pour(Pipeline<P> opened) {
    pipeline = opened;
    var stream =
        opened.stream().runForeach(owner::stored, Materializer.createMaterializer(getContext()));
    piped(
        stream
            .handle((done, failure) -> opened.windUp())
            .thenCompose(quiet -> quiet)
            .thenCompose(quiet -> stream)
            .thenApply(done -> new HasEnded(Optional.empty())));
  }

  private Behavior<Command> onHurry(Hurry message) {
    if (pipeline != null) {
      pipeline.hurry();
    }
    return onStop();
  }

  private Behavior<Command> onStop() {
    stopping = true;
    if (pipeline != null) {
      pipeline.stop();
    } else if (start != null && !noted) {
      return onEnded(new HasEnded(Optional.empty()));
    }
    return this;
  }

  private Behavior<Command> onAbandon(Abandon message) {
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> node.ledger().abandon(start.fence()), jdbc),
            (done, failure) -> new HasClosed(Optional.empty()));
    return this;
  }

  private Behavior<Command> onEnded(HasEnded message) {
    if (start == null) {
      return onClosed(new HasClosed(message.cause()));
    }
    // The owner hears of it when the row says that it ended, or the next run would count a death.
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> node.ledger().end(start.fence()), jdbc),
            (done, failure) -> new HasClosed(message.cause()));
    return this;
  }

  private Behavior<Command> onClosed(HasClosed message) {
    closed = true;
    owner.ended(message.cause());
    return Behaviors.stopped();
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    work.runEnded();
    if (!closed) {
      node.unfinished().add(work.entity(), abandon());
    }
    return this;
  }

  /**
   * What an actor that dies leaves behind: items that nobody waits for, and a run that the next
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
            .thenAcceptAsync(node.ledger()::abandon, jdbc);
  }

  private void piped(CompletionStage<? extends Command> stage) {
    getContext()
        .pipeToSelf(
            stage,
            (command, failure) ->
                failure == null ? command : new HasEnded(Optional.of(RunFailures.root(failure))));
  }

  private Executor dispatcher(String name) {
    return getContext().getSystem().dispatchers().lookup(DispatcherSelector.fromConfig(name));
  }
}
