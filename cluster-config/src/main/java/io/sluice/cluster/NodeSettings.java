package io.sluice.cluster;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.time.Duration;

/**
 * How this node is reached and when it is taken for dead.
 *
 * @param port on 127.0.0.1; 0 for any
 * @param timeout a node silent for so long is dead
 */
public record NodeSettings(int port, Duration timeout) {

  public static NodeSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new NodeSettings(
        settings.integer("NODE_PORT", 0, 65535),
        settings.duration("NODE_TIMEOUT", Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }
}
