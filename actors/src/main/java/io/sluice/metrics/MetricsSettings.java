package io.sluice.metrics;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * How a node watches itself.
 *
 * @param stuckAfter an item that is in one stage for longer is stuck
 */
public record MetricsSettings(Duration stuckAfter) {

  /** Reads STUCK_AFTER. */
  public static MetricsSettings from(Config config) {
    return new MetricsSettings(
        new SettingsReader(config)
            .duration("STUCK_AFTER", Duration.ofSeconds(1), Duration.ofDays(1)));
  }
}
