package io.sluice.cluster;

import io.sluice.ledger.Nodes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's row alive. Where the row is gone, because this node was frozen for so long that
 * others took it for dead, it calls back and ends.
 */
public final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private Heartbeat() {}

  /** What a heartbeat tells itself. */
  public enum Command {
    RENEW,
    RENEWED,
    LOST
  }

  /**
   * @param lost called once if others have taken this node for dead
   */
  public static Behavior<Command> create(Nodes nodes, Duration timeout, Runnable lost) {
    return Behaviors.setup(context -> beating(context, nodes, timeout, lost));
  }

  private static Behavior<Command> beating(
      ActorContext<Command> context, Nodes nodes, Duration timeout, Runnable lost) {
    var blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    return Behaviors.withTimers(
        timers -> {
          timers.startSingleTimer(Command.RENEW, timeout.dividedBy(3));
          return Behaviors.receiveMessage(
              command -> {
                switch (command) {
                  case RENEW ->
                      context.pipeToSelf(
                          CompletableFuture.supplyAsync(nodes::renew, blocking),
                          Heartbeat::outcome);
                  case RENEWED -> timers.startSingleTimer(Command.RENEW, timeout.dividedBy(3));
                  case LOST -> {
                    lost.run();
                    return Behaviors.stopped();
                  }
                }
                return Behaviors.same();
              });
        });
  }

  private static Command outcome(Boolean renewed, Throwable failure) {
    if (failure != null) {
      LOG.warn("The heartbeat could not be written: {}", failure.getMessage());
      return Command.RENEWED;
    }
    return renewed ? Command.RENEWED : Command.LOST;
  }
}
