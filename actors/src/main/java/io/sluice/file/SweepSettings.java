package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.Optional;

/**
 * When the store is swept.
 *
 * @param interval from the end of one sweep to the next; empty if only when it is asked for
 */
public record SweepSettings(Optional<Duration> interval) {
  /** Files that were written since then are left to those who may be about to store them. */
  public static final Duration LEAST_AGE = Duration.ofHours(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  public static SweepSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new SweepSettings(
        settings.text("SWEEP_INTERVAL").equalsIgnoreCase("off")
            ? Optional.empty()
            : Optional.of(settings.duration("SWEEP_INTERVAL", SHORTEST, LONGEST)));
  }
}
