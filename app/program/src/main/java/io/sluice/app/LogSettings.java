package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.Locale;

/**
 * How the log looks.
 *
 * @param json for machines instead of people
 * @param level the least that is logged, {@code INFO}
 */
record LogSettings(boolean json, String level) {

  static LogSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new LogSettings(
        settings.word("LOG_FORMAT", "text", "json").equals("json"),
        settings
            .word("LOG_LEVEL", "error", "warn", "info", "debug", "trace")
            .toUpperCase(Locale.ROOT));
  }
}
