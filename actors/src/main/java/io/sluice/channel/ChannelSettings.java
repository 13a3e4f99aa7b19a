package io.sluice.channel;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How channels run on a node.
 *
 * @param concurrent how many collect at once
 * @param maxRestarts runs in a row without progress after which a channel fails
 * @param minBackoff wait before the first restart; it doubles with each
 * @param maxBackoff longest wait before a restart
 * @param imageParallelism threads for pictures
 * @param selection which messages are wanted
 * @param store when a batch is stored
 */
public record ChannelSettings(
    int concurrent,
    int maxRestarts,
    Duration minBackoff,
    Duration maxBackoff,
    int imageParallelism,
    Selection selection,
    StoreSettings store) {

  private static final double JITTER = 0.2;

  public static ChannelSettings from(Config config) {
    var settings = new SettingsReader(config);
    var second = Duration.ofSeconds(1);
    var min = settings.duration("RESTART_BACKOFF", Duration.ofMillis(10), second.multipliedBy(600));
    var max = settings.duration("RESTART_BACKOFF_MAX", min, second.multipliedBy(3600));
    return new ChannelSettings(
        settings.integer("CONCURRENT_LIMIT", 1, 1000),
        settings.integer("MAX_RESTARTS", 0, 1000),
        min,
        max,
        settings.integer("IMAGE_PARALLELISM", 1, 1024),
        Selection.from(config),
        StoreSettings.from(config));
  }

  /**
   * How long to wait before a restart, up to a fifth more by chance so that not all come at once.
   */
  Duration backoff(int failures) {
    var doubled = minBackoff.multipliedBy(1L << Math.min(failures - 1, 20));
    var bounded = doubled.compareTo(maxBackoff) > 0 ? maxBackoff : doubled;
    double factor = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return Duration.ofNanos((long) (bounded.toNanos() * factor));
  }
}
