package io.sluice.channel;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * When a group is stored: whichever bound is reached first.
 *
 * @param messages most in one transaction
 * @param time longest that a message waits for its group to fill
 * @param bytes most of messages in one transaction
 */
public record StoreSettings(int messages, Duration time, long bytes) {

  public static StoreSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new StoreSettings(
        settings.integer("BATCH_SIZE", 1, 10_000),
        settings.duration("BATCH_TIME", Duration.ofMillis(10), Duration.ofMinutes(1)),
        settings.bytes("BATCH_BYTES", 64 << 10, 1L << 30));
  }
}
