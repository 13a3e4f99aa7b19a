package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.image.ImageSettings;
import io.sluice.settings.SettingsReader;

/**
 * How files are stored.
 *
 * @param parallelism files of one chunk that are read at once
 * @param maxImageBytes longest image that a picture is made of
 */
public record FileSettings(FileSync sync, int parallelism, long maxImageBytes) {

  public static FileSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new FileSettings(
        FileSync.from(config),
        settings.integer("FILE_PARALLELISM", 1, 1000),
        ImageSettings.from(config).maxBytes());
  }
}
