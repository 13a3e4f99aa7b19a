package io.sluice.image;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * What a stored photo may be.
 *
 * @param maxWidth widest stored picture, in pixels; a narrower one is not enlarged
 * @param quality of the stored JPEG, on libjpeg's scale
 * @param maxPixels most pixels that a source picture may have
 * @param maxBytes longest source file
 */
public record ImageSettings(int maxWidth, int quality, long maxPixels, long maxBytes) {
  public static final ImageSettings DEFAULTS = new ImageSettings(1024, 70, 100_000_000, 64L << 20);

  public ImageSettings {
    check("MAX_IMAGE_WIDTH", maxWidth, 16, 16_384);
    check("IMAGE_QUALITY", quality, 1, 100);
    check("MAX_IMAGE_PIXELS", maxPixels, 1, Integer.MAX_VALUE);
    check("MAX_IMAGE_BYTES", maxBytes, 1, Integer.MAX_VALUE - 8);
  }

  public static ImageSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new ImageSettings(
        settings.integer("MAX_IMAGE_WIDTH", 16, 16_384),
        settings.integer("IMAGE_QUALITY", 1, 100),
        settings.number("MAX_IMAGE_PIXELS", 1, Integer.MAX_VALUE),
        settings.bytes("MAX_IMAGE_BYTES", 1, Integer.MAX_VALUE - 8));
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", was " + value);
    }
  }
}
