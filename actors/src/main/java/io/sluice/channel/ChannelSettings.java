package io.sluice.channel;

import com.typesafe.config.Config;
import io.sluice.run.RestartSettings;
import io.sluice.settings.SettingsReader;

/**
 * How channels run on a node.
 *
 * @param concurrent how many collect at once
 * @param restarts when one that failed is started again
 * @param imageParallelism threads for pictures
 * @param selection which messages are wanted
 * @param store when a group is stored
 */
public record ChannelSettings(
    int concurrent,
    RestartSettings restarts,
    int imageParallelism,
    Selection selection,
    StoreSettings store) {

  public static ChannelSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new ChannelSettings(
        settings.integer("CONCURRENT_LIMIT", 1, 1000),
        RestartSettings.from(config),
        settings.integer("IMAGE_PARALLELISM", 1, 1024),
        Selection.from(config),
        StoreSettings.from(config));
  }
}
