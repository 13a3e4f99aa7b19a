package io.sluice.metrics;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * How long there is a history of what was done.
 *
 * @param kept what is older is removed
 */
public record HistorySettings(Duration kept) {
  private static final int MOST_DAYS = 3650;

  /** Reads HISTORY_DAYS. */
  public static HistorySettings from(Config config) {
    return new HistorySettings(
        Duration.ofDays(new SettingsReader(config).integer("HISTORY_DAYS", 1, MOST_DAYS)));
  }
}
