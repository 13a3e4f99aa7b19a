package io.sluice.run;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When work that failed is started again.
 *
 * @param most runs in a row without progress after which it is given up
 * @param minBackoff wait before the first restart; it doubles with each
 * @param maxBackoff longest wait before a restart
 */
public record RestartSettings(int most, Duration minBackoff, Duration maxBackoff) {
  private static final double JITTER = 0.2;

  public static RestartSettings from(Config config) {
    var settings = new SettingsReader(config);
    var second = Duration.ofSeconds(1);
    var min = settings.duration("RESTART_BACKOFF", Duration.ofMillis(10), second.multipliedBy(600));
    return new RestartSettings(
        settings.integer("MAX_RESTARTS", 0, 1000),
        min,
        settings.duration("RESTART_BACKOFF_MAX", min, second.multipliedBy(3600)));
  }

  /**
   * How long to wait before a restart, up to a fifth more by chance so that not all come at once.
   */
  Duration backoff(int times) {
    var doubled = minBackoff.multipliedBy(1L << Math.min(times - 1, 20));
    var bounded = doubled.compareTo(maxBackoff) > 0 ? maxBackoff : doubled;
    double factor = 1 + ThreadLocalRandom.current().nextDouble(JITTER);
    return Duration.ofNanos((long) (bounded.toNanos() * factor));
  }
}
