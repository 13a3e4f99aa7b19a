package io.sluice.bench;

import com.sksamuel.scrimage.ImmutableImage;
import com.sksamuel.scrimage.nio.JpegWriter;
import io.sluice.image.EngineChoice;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageResult;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import java.io.IOException;

/** The ways in Java to make a stored picture: a picture's file goes in, a JPEG comes out. */
enum PictureEngine {
  OPENCV("opencv"),
  SCRIMAGE("scrimage"),
  /** As anyone calls it first. */
  SCRIMAGE_DEFAULTS("scrimage defaults");

  private final String words;

  PictureEngine(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Made once and used by many threads. */
  @FunctionalInterface
  interface Rendering {
    byte[] jpeg(byte[] picture) throws IOException;
  }

  /**
   * @param budget for decoded pictures
   * @throws IllegalStateException if the engine cannot be loaded
   */
  Rendering rendering(ImageSettings settings, PixelBudget budget) {
    return switch (this) {
      case OPENCV -> processing(EngineChoice.OPENCV, settings, budget);
      case SCRIMAGE -> processing(EngineChoice.SCRIMAGE, settings, budget);
      case SCRIMAGE_DEFAULTS -> picture -> byDefaults(picture, settings);
    };
  }

  static Rendering processing(EngineChoice choice, ImageSettings settings, PixelBudget budget) {
    var processor = new ImageProcessor(settings, choice.engines(), budget);
    return picture -> jpeg(processor.process(picture));
  }

  private static byte[] jpeg(ImageResult result) throws IOException {
    if (result instanceof ImageResult.Encoded encoded) {
      return encoded.jpeg();
    }
    throw new IOException(
        result instanceof ImageResult.Rejected rejected
            ? rejected.reason()
            : "it is kept as it came");
  }

  private static byte[] byDefaults(byte[] picture, ImageSettings settings) throws IOException {
    var image = ImmutableImage.loader().fromBytes(picture);
    var scaled =
        image.width > settings.maxWidth() ? image.scaleToWidth(settings.maxWidth()) : image;
    return scaled.bytes(new JpegWriter(settings.quality(), false));
  }
}
