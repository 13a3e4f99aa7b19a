package io.sluice.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Turns pictures into JPEG files as Telegram makes them: quality 87, colour at half size. Also
 * makes the file of a camera that was held upright: pixels on their side and a mark that says so.
 */
public final class Jpeg {
  private static final float QUALITY = 0.87f;
  private static final int START_MARKER_BYTES = 2;

  /**
   * An APP1 segment with one TIFF entry: orientation (0x0112), a short, 6, which asks the viewer to
   * turn the picture by 90 degrees clockwise. Layout from the EXIF 2.32 specification, section 4.
   */
  private static final byte[] ORIENTATION_6 = {
    (byte) 0xFF,
    (byte) 0xE1,
    0,
    34, // marker, length without the marker
    'E',
    'x',
    'i',
    'f',
    0,
    0, //
    'M',
    'M',
    0,
    42,
    0,
    0,
    0,
    8, // big-endian TIFF, first directory at 8
    0,
    1, // one entry
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    6,
    0,
    0, //
    0,
    0,
    0,
    0 // no further directory
  };

  private Jpeg() {}

  public static byte[] encode(BufferedImage picture) throws IOException {
    var writer = JdkPictureWriter.of("jpeg");
    var bytes = new ByteArrayOutputStream(256 * 1024);
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      var settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The picture turned by 90 degrees counterclockwise. */
  static BufferedImage turnedLeft(BufferedImage upright) {
    var turned = new BufferedImage(upright.getHeight(), upright.getWidth(), upright.getType());
    for (var y = 0; y < turned.getHeight(); y++) {
      for (var x = 0; x < turned.getWidth(); x++) {
        turned.setRGB(x, y, upright.getRGB(upright.getWidth() - 1 - y, x));
      }
    }
    return turned;
  }

  static byte[] markedAsSideways(byte[] jpeg) {
    var marked = new ByteArrayOutputStream(jpeg.length + ORIENTATION_6.length);
    marked.write(jpeg, 0, START_MARKER_BYTES);
    marked.writeBytes(ORIENTATION_6);
    marked.write(jpeg, START_MARKER_BYTES, jpeg.length - START_MARKER_BYTES);
    return marked.toByteArray();
  }
}
