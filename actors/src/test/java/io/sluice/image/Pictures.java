package io.sluice.image;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Pictures for tests, made here. */
final class Pictures {
  static final Color TOP_LEFT = Color.RED;
  static final Color TOP_RIGHT = Color.GREEN;
  static final Color BOTTOM_LEFT = Color.BLUE;
  static final Color BOTTOM_RIGHT = Color.YELLOW;

  private Pictures() {}

  /** Four quarters, each of its colour, and noise, so that a JPEG is not tiny. */
  static BufferedImage quarters(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    var random = new Random(7);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        var colour =
            y < height / 2
                ? x < width / 2 ? TOP_LEFT : TOP_RIGHT
                : x < width / 2 ? BOTTOM_LEFT : BOTTOM_RIGHT;
        image.setRGB(x, y, colour.getRGB() ^ random.nextInt(16) * 0x010101);
      }
    }
    return image;
  }

  static BufferedImage plain(int width, int height, int type, Color colour) {
    var image = new BufferedImage(width, height, type);
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        image.setRGB(x, y, colour.getRGB());
      }
    }
    return image;
  }

  /** Sixteen bits a sample, all pixels the same. */
  static BufferedImage deep(int width, int height, int colourSpace, int... samples) {
    var space = ColorSpace.getInstance(colourSpace);
    var model =
        new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
    var raster = model.createCompatibleWritableRaster(width, height);
    fill(raster, samples);
    return new BufferedImage(model, raster, false, null);
  }

  /** As a camera stores it that was held so; the inverse of EXIF's table, written out. */
  static BufferedImage stored(BufferedImage upright, int orientation) {
    var width = upright.getWidth();
    var height = upright.getHeight();
    var sideways = orientation > 4;
    var stored =
        new BufferedImage(sideways ? height : width, sideways ? width : height, upright.getType());
    for (var y = 0; y < height; y++) {
      for (var x = 0; x < width; x++) {
        var right = width - 1 - x;
        var bottom = height - 1 - y;
        var to =
            switch (orientation) {
              case 2 -> new int[] {right, y};
              case 3 -> new int[] {right, bottom};
              case 4 -> new int[] {x, bottom};
              case 5 -> new int[] {y, x};
              case 6 -> new int[] {y, right};
              case 7 -> new int[] {bottom, right};
              case 8 -> new int[] {bottom, x};
              default -> new int[] {x, y};
            };
        stored.setRGB(to[0], to[1], upright.getRGB(x, y));
      }
    }
    return stored;
  }

  static byte[] jpeg(RenderedImage image) {
    return jpeg(image, ImageWriteParam.MODE_DISABLED);
  }

  static byte[] progressive(RenderedImage image) {
    return jpeg(image, ImageWriteParam.MODE_DEFAULT);
  }

  /** Four components without a marker that says which, all pixels the same. */
  static byte[] fourComponents(int width, int height, int... samples) {
    var raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, samples.length, null);
    fill(raster, samples);
    return write("jpeg", new IIOImage(raster, null, null), ImageWriteParam.MODE_DISABLED);
  }

  static byte[] encode(String format, RenderedImage image) {
    var out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] animation(BufferedImage... frames) {
    var out = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (var frame : frames) {
        var type = ImageTypeSpecifier.createFromRenderedImage(frame);
        var metadata = writer.getDefaultImageMetadata(type, null);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  static BufferedImage decode(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The kinds of a JPEG's segments in their order. */
  static List<Integer> markers(byte[] jpeg) {
    var markers = new ArrayList<Integer>();
    for (var at = 0; at + 1 < jpeg.length; at++) {
      var marker = jpeg[at + 1] & 0xff;
      if (jpeg[at] == (byte) 0xff && marker != 0 && marker != 0xff) {
        markers.add(marker);
        var hasLength = marker != 0xd8 && marker != 0xd9;
        at += hasLength ? 1 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff) : 1;
      }
    }
    return markers;
  }

  private static byte[] jpeg(RenderedImage image, int progressive) {
    return write("jpeg", new IIOImage(image, null, null), progressive);
  }

  private static byte[] write(String format, IIOImage image, int progressive) {
    var out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      var parameters = writer.getDefaultWriteParam();
      parameters.setProgressiveMode(progressive);
      writer.setOutput(stream);
      writer.write(null, image, parameters);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  static void fill(WritableRaster raster, int... samples) {
    for (var y = 0; y < raster.getHeight(); y++) {
      for (var x = 0; x < raster.getWidth(); x++) {
        raster.setPixel(x, y, samples);
      }
    }
  }
}
