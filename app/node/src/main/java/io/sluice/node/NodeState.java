package io.sluice.node;

import io.sluice.http.ByteBudget;
import io.sluice.image.PixelBudget;
import io.sluice.metrics.StoreMetrics;
import io.sluice.persistence.Database;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line of the node's state every 30 seconds: its rates, memory and connections. */
final class NodeState {
  private static final Logger LOG = LoggerFactory.getLogger(NodeState.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final long MEBIBYTE = 1 << 20;

  private final StoreMetrics stored;
  private final PixelBudget pixels;
  private final ByteBudget bytes;
  private final Database database;
  private long messages;
  private long images;

  NodeState(StoreMetrics stored, PixelBudget pixels, ByteBudget bytes, Database database) {
    this.stored = stored;
    this.pixels = pixels;
    this.bytes = bytes;
    this.database = database;
  }

  /** Time for a line. */
  enum Tick {
    TICK
  }

  Behavior<Tick> logging() {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerAtFixedRate(Tick.TICK, EVERY);
          return Behaviors.receiveMessage(
              tick -> {
                log();
                return Behaviors.same();
              });
        });
  }

  private void log() {
    long newMessages = stored.messages() - messages;
    long newImages = stored.photos() - images;
    messages += newMessages;
    images += newImages;
    var runtime = Runtime.getRuntime();
    LOG.info(
        "Node: {} messages/s, {} images/s, {} MiB in flight, heap {} of {} MiB, pool {} of {}",
        perSecond(newMessages),
        perSecond(newImages),
        (pixels.bytesInUse() + bytes.bytesInUse()) / MEBIBYTE,
        (runtime.totalMemory() - runtime.freeMemory()) / MEBIBYTE,
        runtime.maxMemory() / MEBIBYTE,
        database.connectionsInUse(),
        database.maxConnections());
  }

  private static String perSecond(long count) {
    return "%.1f".formatted(count / (double) EVERY.toSeconds());
  }
}
