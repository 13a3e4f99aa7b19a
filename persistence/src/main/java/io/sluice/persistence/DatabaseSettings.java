package io.sluice.persistence;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which database, and how many connections to it.
 *
 * @param url where it is; empty for the embedded one
 * @param dataDir where the embedded one lives
 * @param maxPoolSize most connections for work; a few more serve heartbeats
 */
public record DatabaseSettings(Optional<DatabaseAddress> url, Path dataDir, int maxPoolSize) {

  public static DatabaseSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new DatabaseSettings(
        settings.optional("DATABASE_URL").map(DatabaseAddress::parse),
        settings.file("DATA_DIR"),
        settings.integer("DB_MAX_POOL_SIZE", 2, 1000));
  }
}
