package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * What a file of the web may take.
 *
 * @param maxBytes longest file
 * @param timeout until the whole of it is there, without the waits for its host's leave
 */
public record WebSettings(long maxBytes, Duration timeout) {

  public static WebSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new WebSettings(
        settings.bytes("MAX_WEB_FILE_BYTES", 1, Integer.MAX_VALUE - 8),
        settings.duration("WEB_FILE_TIMEOUT", Duration.ofMillis(100), Duration.ofHours(1)));
  }
}
