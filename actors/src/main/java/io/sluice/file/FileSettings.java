package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * How files are stored.
 *
 * @param parallelism files of one chunk that are read at once
 */
public record FileSettings(FileSync sync, int parallelism) {

  public static FileSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new FileSettings(FileSync.from(config), settings.integer("FILE_PARALLELISM", 1, 1000));
  }
}
