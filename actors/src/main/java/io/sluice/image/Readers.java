package io.sluice.image;

import io.sluice.image.Header.Span;
import io.sluice.ledger.PhotoOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The readers of each format: the JDK's first, since its are native, then TwelveMonkeys'. */
final class Readers {
  private static final Map<PictureFormat, List<ImageReaderSpi>> BY_FORMAT = find();

  /** Beyond any budget, and small enough to be multiplied. */
  private static final long MOST_PIXELS = 1L << 50;

  private Readers() {}

  static List<ImageReaderSpi> of(PictureFormat format) throws UndecodableException {
    var readers = BY_FORMAT.get(format);
    if (readers.isEmpty()) {
      throw new UndecodableException(PhotoOutcome.UNSUPPORTED, "there is no reader for " + format);
    }
    return readers;
  }

  /**
   * The header of a file as its reader tells it.
   *
   * @param decoderBytesPerPixel what the reader takes beside the decoded picture
   */
  static Header header(PictureFormat format, byte[] bytes, int decoderBytesPerPixel)
      throws IOException, UndecodableException {
    ImageReader reader = of(format).get(0).createReaderInstance();
    try (var input = new BytesInput(bytes)) {
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

  private static Map<PictureFormat, List<ImageReaderSpi>> find() {
    // Some readers open streams of their own, which must not become files.
    ImageIO.setUseCache(false);
    var found = new EnumMap<PictureFormat, List<ImageReaderSpi>>(PictureFormat.class);
    for (var format : PictureFormat.values()) {
      found.put(format, new ArrayList<>());
    }
    var all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      var spi = all.next();
      var names = Arrays.asList(spi.getFormatNames());
      found.forEach(
          (format, readers) -> {
            if (names.contains(format.name())) {
              readers.add(spi);
            }
          });
    }
    found.values().forEach(readers -> readers.sort(Comparator.comparing(Readers::isForeign)));
    return found;
  }

  private static boolean isForeign(ImageReaderSpi spi) {
    return !spi.getClass().getName().startsWith("com.sun.");
  }
}
