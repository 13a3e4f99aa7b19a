package io.sluice.dataset;

import io.sluice.sample.JdkPictureWriter;
import io.sluice.sample.Jpeg;
import io.sluice.sample.PhotoPainter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Paints pictures that take about so many bytes as files of a format: a byte holds three pixels of
 * a JPEG, one of a GIF, half of a PNG's and a third of a BMP's.
 */
final class PictureFiles {
  private static final int LEAST_PIXELS = 64 * 48;
  private static final int MOST_PIXELS = 1_280 * 960;

  private PictureFiles() {}

  static byte[] jpeg(Random random, int size) throws IOException {
    return Jpeg.encode(paint(random, size * 3L));
  }

  static byte[] png(Random random, int size) throws IOException {
    return encode(paint(random, size / 2), "png");
  }

  static byte[] gif(Random random, int size) throws IOException {
    return encode(paint(random, size), "gif");
  }

  static byte[] bmp(Random random, int size) throws IOException {
    return encode(paint(random, size / 3), "bmp");
  }

  /** A picture of about so many pixels, four by three or the other way round. */
  private static BufferedImage paint(Random random, long pixels) {
    var bounded = Math.max(LEAST_PIXELS, Math.min(MOST_PIXELS, pixels));
    var unit = (int) StrictMath.sqrt(bounded / 12.0);
    var upright = random.nextInt(4) == 0;
    return PhotoPainter.paint(
        random.nextLong(), unit * (upright ? 3 : 4), unit * (upright ? 4 : 3));
  }

  private static byte[] encode(BufferedImage picture, String format) throws IOException {
    var writer = JdkPictureWriter.of(format);
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(picture);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
