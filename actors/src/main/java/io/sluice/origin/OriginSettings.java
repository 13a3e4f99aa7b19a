package io.sluice.origin;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * How fast origins are asked at most.
 *
 * @param pagesPerSecond pages of Telegram's web preview
 * @param photosPerSecond photos of each of Telegram's photo hosts
 * @param sitesPerSecond requests to each host that has no rate of its own
 */
public record OriginSettings(double pagesPerSecond, double photosPerSecond, double sitesPerSecond) {

  /** So many that it is no limit: requests to a model take longer than their turn. */
  private static final double MODELS = 500;

  public static OriginSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new OriginSettings(
        settings.decimal("TELEGRAM_PAGE_RATE", 0.01, 1000),
        settings.decimal("TELEGRAM_PHOTO_RATE", 0.01, 1000),
        settings.decimal("SITE_RATE", 0.01, 1000));
  }

  double perSecond(OriginName.Kind kind) {
    return switch (kind) {
      case SITE -> sitesPerSecond;
      case TELEGRAM_PAGE -> pagesPerSecond;
      case TELEGRAM_PHOTO -> photosPerSecond;
      case MODEL -> MODELS;
    };
  }
}
