package io.sluice.image;

import com.sksamuel.scrimage.ImmutableImage;
import io.sluice.image.Header.Span;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The readers of each format, by name: which one decodes what is not left to the order in which
 * they are found, nor to what a later one learns to read.
 */
final class Readers {
  private static final String JDK = "com.sun.imageio.plugins.";
  private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.plugins.";
  private static final String JPEG_OF_JDK = JDK + "jpeg.JPEGImageReaderSpi";
  private static final String JPEG_OF_TWELVE_MONKEYS = TWELVE_MONKEYS + "jpeg.JPEGImageReaderSpi";

  private static final Map<String, ImageReaderSpi> FOUND = find();

  /** Beyond any budget, and small enough to be multiplied. */
  private static final long MOST_PIXELS = 1L << 50;

  private Readers() {}

  /** Those that read a picture, in the order in which they are asked. */
  static List<ImageReaderSpi> of(Picture picture) throws UndecodableException {
    return of(picture.format(), names(picture));
  }

  private static List<ImageReaderSpi> of(PictureFormat format, List<String> names)
      throws UndecodableException {
    var readers = names.stream().map(FOUND::get).filter(Objects::nonNull).toList();
    if (readers.isEmpty()) {
      throw new UndecodableException(Flaw.UNSUPPORTED, "there is no reader for " + format);
    }
    return readers;
  }

  private static List<String> names(Picture picture) {
    if (picture.format() != PictureFormat.JPEG) {
      return List.of(name(picture.format()));
    }
    if (picture.samples() == Samples.CMYK) {
      return List.of(JPEG_OF_JDK);
    }
    return JpegSegments.of(picture.bytes()).isLossless()
        ? List.of(JPEG_OF_TWELVE_MONKEYS)
        // The JDK's is native, and refuses some that are not quite right.
        : List.of(JPEG_OF_JDK, JPEG_OF_TWELVE_MONKEYS);
  }

  private static String name(PictureFormat format) {
    return switch (format) {
      case JPEG -> JPEG_OF_JDK;
      case PNG -> JDK + "png.PNGImageReaderSpi";
      case GIF -> JDK + "gif.GIFImageReaderSpi";
      case BMP -> JDK + "bmp.BMPImageReaderSpi";
      case TIFF -> JDK + "tiff.TIFFImageReaderSpi";
      case WEBP -> TWELVE_MONKEYS + "webp.WebPImageReaderSpi";
    };
  }

  /**
   * The header of a file as its reader tells it.
   *
   * @param input the file, which is closed
   * @param decoderBytesPerPixel what the reader takes beside the decoded picture
   */
  static Header header(PictureFormat format, BytesInput input, int decoderBytesPerPixel)
      throws IOException, UndecodableException {
    ImageReader reader = of(format, List.of(name(format))).get(0).createReaderInstance();
    try (input) {
      reader.setInput(input, true, true);
      var width = reader.getWidth(0);
      var height = reader.getHeight(0);
      var samples = reader.getImageTypes(0).next().getSampleModel(1, 1).getSampleSize();
      return new Header(
          width,
          height,
          Samples.OTHER,
          Math.max(1, Arrays.stream(samples).sum() / Byte.SIZE),
          decodedAtOnce(reader, (long) width * height) * decoderBytesPerPixel,
          Span.NONE,
          true);
    } finally {
      reader.dispose();
    }
  }

  /** A tile is decoded whole, which may be larger than the picture. */
  private static long decodedAtOnce(ImageReader reader, long pixels) throws IOException {
    var tile = reader.isImageTiled(0) ? (long) reader.getTileWidth(0) * reader.getTileHeight(0) : 0;
    return Math.min(Math.max(pixels, tile), MOST_PIXELS);
  }

  private static Map<String, ImageReaderSpi> find() {
    // Some readers open streams of their own, which must not become files.
    ImageIO.setUseCache(false);
    registerAgain();
    var registry = IIORegistry.getDefaultInstance();
    var found = new HashMap<String, ImageReaderSpi>();
    registry
        .getServiceProviders(ImageReaderSpi.class, true)
        .forEachRemaining(spi -> found.put(spi.getClass().getName(), spi));
    // A TIFF's reader takes the first one for the JPEGs within.
    registry.setOrdering(
        ImageReaderSpi.class, found.get(JPEG_OF_JDK), found.get(JPEG_OF_TWELVE_MONKEYS));
    return Map.copyOf(found);
  }

  /** Scrimage registers all readers anew when its first class is used, and their order is gone. */
  private static void registerAgain() {
    try {
      MethodHandles.lookup().ensureInitialized(ImmutableImage.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Scrimage's class of images is public", e);
    }
  }
}
