package io.sluice.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Decodes with ImageIO's readers: a picture goes in, its pixels as stored come out. What their
 * samples are is said by the file, not by the reader. Used by {@link ScrimageEngine} alone.
 */
final class Decoder {
  private Decoder() {}

  /**
   * The first frame. A reader that fails leaves it to the next.
   *
   * @param reduction 2 for every second pixel of every second row, 3 for every third
   * @throws UndecodableException if no reader can
   */
  static BufferedImage decode(Picture picture, int reduction) throws UndecodableException {
    IOException failure = null;
    RuntimeException defect = null;
    for (var spi : Readers.of(picture)) {
      try {
        return read(spi, picture, reduction);
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException e) {
        defect = e;
      }
    }
    if (failure != null) {
      throw UndecodableException.of(failure);
    }
    throw defect;
  }

  /** Without what a reader would go wrong by, such as a profile, by which it would convert. */
  private static BytesInput input(Picture picture) {
    return switch (picture.format()) {
      case JPEG -> new BytesInput(JpegInput.of(picture.bytes()));
      case WEBP -> BytesInput.forLookingAhead(WebpHeader.withoutProfile(picture.bytes()));
      case BMP -> BytesInput.patched(picture.bytes(), BmpHeader.reliable(picture.bytes()));
      case TIFF -> TiffSamples.of(picture.bytes()).unconverted();
      case PNG, GIF -> new BytesInput(picture.bytes());
    };
  }

  private static BufferedImage read(ImageReaderSpi spi, Picture picture, int reduction)
      throws IOException, UndecodableException {
    ImageReader reader = spi.createReaderInstance();
    try (var input = input(picture)) {
      var warnings = new ArrayList<String>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      var parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(reduction, reduction, 0, 0);
      var image = read(reader, picture, parameters);
      for (var warning : warnings) {
        // The rest is libjpeg's grey filling: it decodes a truncated file without an error.
        if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
          throw new UndecodableException(Flaw.TRUNCATED, warning);
        }
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage read(ImageReader reader, Picture picture, ImageReadParam parameters)
      throws IOException, UndecodableException {
    if (picture.format() == PictureFormat.JPEG && picture.samples() == Samples.CMYK) {
      return JpegCmyk.of((WritableRaster) reader.readRaster(0, parameters), picture.bytes());
    }
    var image = reader.read(0, parameters);
    return picture.format() == PictureFormat.TIFF
        ? TiffSamples.of(picture.bytes()).labelled(image)
        : image;
  }
}
