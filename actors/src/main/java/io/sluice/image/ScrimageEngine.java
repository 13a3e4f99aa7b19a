package io.sluice.image;

import com.sksamuel.scrimage.ImmutableImage;
import com.sksamuel.scrimage.ScaleMethod;
import com.sksamuel.scrimage.nio.JpegWriter;
import io.sluice.ledger.PhotoOutcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Scrimage around ImageIO's readers: a picture goes in, its JPEG comes out. The pixels are scaled
 * before they are turned and before their colours are converted, when there are fewest of them.
 */
public final class ScrimageEngine implements ImageEngine {
  /** Of libjpeg's JPEG_MAX_DIMENSION. */
  private static final int LONGEST_SIDE = 65_500;

  private static final int INT_RGB = 4;
  private static final int BGR = 3;

  @Override
  public ImageResult.Encoded encode(Picture picture, Target target) throws UndecodableException {
    var decoded = Decoder.decode(picture, target.reduction());
    var profile = ColourProfile.of(picture, decoded);
    var opaque = Pixels.opaque(ColourProfile.withoutProfile(decoded));
    var scaled = scaled(opaque, picture.orientation(), target.maxWidth());
    var upright = picture.orientation().upright(scaled);
    return jpeg(
        profile.map(from -> ColourProfile.toSrgb(upright, from)).orElse(upright), target.quality());
  }

  @Override
  public long bytesNeeded(Picture picture, Target target) {
    var width = reduced(picture.width(), target);
    var height = reduced(picture.height(), target);
    var scale = scale(reduced(picture.uprightWidth(), target), target.maxWidth());
    var decoded = width * height * picture.bytesPerPixel();
    // A JPEG is opaque; instead its file may be copied to hide its profile.
    var opaque =
        picture.format() == PictureFormat.JPEG ? picture.bytes().length : width * height * BGR;
    // Scrimage halves step by step and holds two steps at once; then come turning and colours.
    var step = Math.max(scale, 0.5);
    var halved = scale == 1 ? 0 : (long) (width * height * step * step) * INT_RGB;
    var scaled = (long) (width * height * scale * scale) * (2 * INT_RGB + 2 * BGR);
    return picture.decoderBytes() + decoded + opaque + halved + scaled;
  }

  private static long reduced(int side, Target target) {
    return (side + target.reduction() - 1L) / target.reduction();
  }

  private static double scale(long uprightWidth, int maxWidth) {
    return Math.min(1, maxWidth / (double) uprightWidth);
  }

  private static BufferedImage scaled(BufferedImage stored, Orientation orientation, int maxWidth) {
    var width = stored.getWidth();
    var height = stored.getHeight();
    var scale = scale(orientation.swapsSides() ? height : width, maxWidth);
    return ImmutableImage.wrapAwt(stored)
        .scaleTo(side(width * scale), side(height * scale), ScaleMethod.Progressive)
        .awt();
  }

  private static int side(double length) {
    return (int) Math.max(1, Math.round(length));
  }

  private static ImageResult.Encoded jpeg(BufferedImage image, int quality)
      throws UndecodableException {
    var width = image.getWidth();
    var height = image.getHeight();
    if (Math.max(width, height) > LONGEST_SIDE) {
      throw new UndecodableException(
          PhotoOutcome.UNSUPPORTED,
          width + " x " + height + " pixels, and a JPEG has at most " + LONGEST_SIDE + " a side");
    }
    var scrimage = ImmutableImage.wrapAwt(image);
    var out = new ByteArrayOutputStream();
    try {
      new JpegWriter(quality, false).write(scrimage, scrimage.getMetadata(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory failed", e);
    }
    return new ImageResult.Encoded(out.toByteArray(), width, height);
  }
}
