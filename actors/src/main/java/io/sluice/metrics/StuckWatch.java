package io.sluice.metrics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for stuck items every few seconds, and logs each once when it is found and when it left.
 */
public final class StuckWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StuckWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Stages stages;
  private Map<Long, StuckItem> told = Map.of();

  public StuckWatch(Stages stages) {
    this.stages = stages;
  }

  /** Time to look. */
  public enum Look {
    LOOK
  }

  /** To be spawned once: what was logged is kept here. */
  public Behavior<Look> watching() {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerAtFixedRate(Look.LOOK, EVERY);
          return Behaviors.receiveMessage(
              tick -> {
                look();
                return Behaviors.same();
              });
        });
  }

  void look() {
    var found = new LinkedHashMap<Long, StuckItem>();
    stages.stuck().forEach(item -> found.put(item.id(), item));
    found.values().stream()
        .filter(item -> !told.containsKey(item.id()))
        .forEach(
            item ->
                LOG.warn(
                    "{}: {} is stuck in stage {}: there for {} s",
                    item.channel(),
                    item.item(),
                    item.stage().label(),
                    item.age().toSeconds()));
    told.values().stream()
        .filter(item -> !found.containsKey(item.id()))
        .forEach(
            item ->
                LOG.info(
                    "{}: {} has left stage {}, after more than {} s",
                    item.channel(),
                    item.item(),
                    item.stage().label(),
                    item.age().toSeconds()));
    told = found;
  }
}
