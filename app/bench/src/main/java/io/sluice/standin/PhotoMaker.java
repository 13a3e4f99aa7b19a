package io.sluice.standin;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes the JPEG of any photo: a base picture under eight by eight light and dark tiles, which are
 * the bits of a number that no other photo has. The last ones made are kept, up to a limit of
 * bytes.
 */
final class PhotoMaker {
  private static final int BASES = 8;
  private static final int TILES = 8;
  private static final int LIGHTER = 0x303030;
  private static final int LARGEST_CACHE_BYTES = 32 << 20;

  private final long seed;
  private final int width;
  private final int height;
  private final int[][] bases = new int[BASES][];
  private final Map<Long, byte[]> made = new LinkedHashMap<>(16, 0.75f, true);
  private long madeBytes;

  PhotoMaker(StandInOptions options) {
    seed = options.seed;
    width = options.photoWidth;
    height = width * 2 / 3;
  }

  byte[] photo(int channel, long id) {
    return cached(((long) channel << 40) + id);
  }

  /** A picture that is no photo: an avatar, a thumbnail or the like. */
  byte[] lookAlike(int channel, long id) {
    return cached(((long) channel << 40) + (1L << 39) + id);
  }

  private byte[] cached(long key) {
    synchronized (made) {
      var kept = made.get(key);
      if (kept != null) {
        return kept;
      }
    }
    var jpeg = jpeg(picture(Chance.mix(seed + key)));
    synchronized (made) {
      if (made.put(key, jpeg) == null) {
        madeBytes += jpeg.length;
      }
      var oldest = made.values().iterator();
      while (madeBytes > LARGEST_CACHE_BYTES && oldest.hasNext()) {
        madeBytes -= oldest.next().length;
        oldest.remove();
      }
    }
    return jpeg;
  }

  private BufferedImage picture(long bits) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    var base = base((int) Math.floorMod(bits, (long) BASES));
    for (var y = 0; y < height; y++) {
      var row = TILES * (y * TILES / height);
      for (var x = 0; x < width; x++) {
        var light = bits >>> (row + x * TILES / width) & 1;
        pixels[y * width + x] = base[y * width + x] + (light == 1 ? LIGHTER : 0);
      }
    }
    return image;
  }

  /** Sky above sea with some grain; no channel of colour is so bright that a tile overflows it. */
  private synchronized int[] base(int which) {
    if (bases[which] == null) {
      var random = Chance.random(seed, -3, which);
      var sky = random.nextInt(120);
      var sea = random.nextInt(120);
      var horizon = height * (30 + random.nextInt(40)) / 100;
      var pixels = new int[width * height];
      for (var i = 0; i < pixels.length; i++) {
        var y = i / width;
        var grain = random.nextInt(24);
        var shade = 60 * y / height;
        var above = y < horizon;
        var red = grain + shade + (above ? sky : sea / 2);
        var green = grain + shade + (above ? sky / 2 + 40 : sea);
        var blue = grain + shade + (above ? 110 : 60);
        pixels[i] = red << 16 | green << 8 | blue;
      }
      bases[which] = pixels;
    }
    return bases[which];
  }

  private static byte[] jpeg(BufferedImage image) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
