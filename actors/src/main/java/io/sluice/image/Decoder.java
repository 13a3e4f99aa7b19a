package io.sluice.image;

import io.sluice.ledger.PhotoOutcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Decodes with ImageIO's readers: a picture goes in, its pixels as stored come out. */
final class Decoder {
  private Decoder() {}

  /**
   * The first frame. A reader that fails leaves it to the next, as the JDK's does with CMYK.
   *
   * @param reduction every so manieth pixel of every so manieth row
   * @throws UndecodableException if no reader can
   */
  static BufferedImage decode(Picture picture, int reduction) throws UndecodableException {
    IOException failure = null;
    RuntimeException defect = null;
    for (var spi : Readers.of(picture.format())) {
      try {
        return read(spi, input(picture), reduction);
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

  /** Without its profile, which the readers would convert the large picture by. */
  private static BytesInput input(Picture picture) {
    return switch (picture.format()) {
      case JPEG -> new BytesInput(new JpegProfile(picture.bytes()).hidden());
      case WEBP -> BytesInput.forLookingAhead(WebpHeader.withoutProfile(picture.bytes()));
      case PNG, GIF, BMP, TIFF -> new BytesInput(picture.bytes());
    };
  }

  private static BufferedImage read(ImageReaderSpi spi, BytesInput input, int reduction)
      throws IOException, UndecodableException {
    ImageReader reader = spi.createReaderInstance();
    try (input) {
      var warnings = new ArrayList<String>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      var parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(reduction, reduction, 0, 0);
      var image = reader.read(0, parameters);
      for (var warning : warnings) {
        // The rest is libjpeg's grey filling: it decodes a truncated file without an error.
        if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
          throw new UndecodableException(PhotoOutcome.TRUNCATED, warning);
        }
      }
      return image;
    } finally {
      reader.dispose();
    }
  }
}
