package io.sluice.management;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * What the management server lets its callers do, and when it calls the node ready.
 *
 * @param readOnly whether members and log levels can be looked at only
 * @param minFreeSpace bytes that must be left where pictures go
 */
public record ManagementSettings(boolean readOnly, long minFreeSpace) {

  public static ManagementSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new ManagementSettings(
        settings.flag("MANAGEMENT_READ_ONLY"), settings.bytes("MIN_FREE_SPACE", 0, 1L << 50));
  }
}
