package io.sluice.document;

import io.sluice.ledger.document.OcrPages.Taken;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Reads pictures of pages that wait: it takes as many on as it reads at once, and each is settled
 * as soon as it is read. What it holds and does not settle is another's when its lease is over.
 */
final class OcrWorker extends AbstractBehavior<OcrWorker.Command> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** While the database is away, or tesseract cannot be started. */
  private static final Duration REST = Duration.ofSeconds(10);

  /** How often pictures are forgotten whose documents were never stored, and how old these are. */
  private static final Duration SWEEP = Duration.ofHours(1);

  private static final Duration OLD = Duration.ofDays(1);

  /** One whose taking ended so often without a word is not tried again. */
  private static final int MOST_LOST = 5;

  private static final int LEASES = 3;

  private final TimerScheduler<Command> timers;
  private final OcrNode node;
  private final Map<Long, Taken> hand = new HashMap<>();
  private boolean isTaking;
  private boolean isResting;
  private long sweepAt = System.nanoTime();
  private ActorRef<Done> leaving;

  /** What it understands. */
  sealed interface Command {}

  /** Gives back what it has. */
  record Leave(ActorRef<Done> replyTo) implements Command {}

  private enum Look implements Command {
    LOOK
  }

  private enum Renew implements Command {
    RENEW
  }

  private record Holding(List<Taken> taken, Throwable failure) implements Command {}

  private record Settled(Taken page, Throwable failure) implements Command {}

  private OcrWorker(ActorContext<Command> context, TimerScheduler<Command> timers, OcrNode node) {
    super(context);
    this.timers = timers;
    this.node = node;
    timers.startTimerWithFixedDelay(Renew.RENEW, node.lease().dividedBy(LEASES));
    context.getSelf().tell(Look.LOOK);
  }

  static Behavior<Command> create(OcrNode node) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new OcrWorker(context, timers, node)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, this::onLook)
        .onMessage(Holding.class, this::onHolding)
        .onMessage(Settled.class, this::onSettled)
        .onMessage(Renew.class, this::onRenew)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  private Behavior<Command> onLook(Look command) {
    int wanted = node.settings().workers() - hand.size();
    if (isTaking || leaving != null || wanted <= 0 || isResting && timers.isTimerActive(command)) {
      return this;
    }
    isResting = false;
    isTaking = true;
    boolean sweeps = System.nanoTime() - sweepAt >= 0;
    if (sweeps) {
      sweepAt = System.nanoTime() + SWEEP.toNanos();
    }
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> take(wanted, sweeps), node.jdbc()), Holding::new);
    return this;
  }

  private List<Taken> take(int wanted, boolean sweeps) {
    if (sweeps) {
      node.pages().sweep(OLD);
    }
    return node.pages().take(wanted, node.lease());
  }

  private Behavior<Command> onHolding(Holding command) {
    isTaking = false;
    if (command.failure() != null) {
      // Most often the database is away, which others tell, too.
      getContext().getLog().debug("No pages can be taken on", RunFailures.root(command.failure()));
      return rest();
    }
    command.taken().forEach(page -> hand.put(page.id(), page));
    if (leaving != null) {
      return leave();
    }
    command.taken().forEach(this::read);
    timers.startSingleTimer(Look.LOOK, LOOK);
    return this;
  }

  private Behavior<Command> rest() {
    isResting = true;
    timers.startSingleTimer(Look.LOOK, REST);
    return this;
  }

  private void read(Taken page) {
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(() -> settle(page), node.threads()),
            (done, failure) -> new Settled(page, failure));
  }

  private void settle(Taken page) {
    if (page.lost() >= MOST_LOST) {
      var how = "whoever read it ended, %d times".formatted(page.lost());
      node.pages().giveUp(page, "ocr: " + how, node.then());
      return;
    }
    try {
      var text = node.tesseract().read(page.image(), node.settings());
      node.pages().settle(page, text, node.withText(), node.then());
    } catch (OcrException e) {
      if (!e.isOfPage()) {
        node.pages().release(List.of(page));
        throw new IllegalStateException("tesseract cannot be run: " + e.getMessage(), e);
      }
      node.pages().fail(page, "ocr: " + e.getMessage(), node.then());
    }
  }

  private Behavior<Command> onSettled(Settled command) {
    hand.remove(command.page().id());
    if (leaving != null) {
      return this;
    }
    if (command.failure() != null) {
      var cause = RunFailures.root(command.failure());
      if (!isResting) {
        getContext().getLog().warn("A page is not read yet: {}", RunFailures.reason(cause));
      }
      return rest();
    }
    getContext().getSelf().tell(Look.LOOK);
    return this;
  }

  private Behavior<Command> onRenew(Renew command) {
    var pages = List.copyOf(hand.values());
    if (!pages.isEmpty()) {
      CompletableFuture.runAsync(() -> node.pages().renew(pages, node.lease()), node.jdbc())
          .exceptionally(
              failure -> {
                // If that goes on, another takes them on.
                return null;
              });
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave command) {
    leaving = command.replyTo();
    return leave();
  }

  /** What is still being read is not settled by this taking any more. */
  private Behavior<Command> leave() {
    if (isTaking) {
      return this;
    }
    var left = List.copyOf(hand.values());
    var replyTo = leaving;
    CompletableFuture.runAsync(() -> node.pages().release(left), node.jdbc())
        .whenComplete((done, failure) -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }
}
