package io.sluice.image;

import com.sksamuel.scrimage.ImmutableImage;
import com.sksamuel.scrimage.ScaleMethod;
import com.sksamuel.scrimage.nio.JpegWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Scrimage around ImageIO's readers: a picture goes in, its JPEG comes out. The pixels are scaled
 * before they are turned and before their colours are converted, when there are fewest of them.
 */
public final class ScrimageEngine implements ImageEngine {
  private static final int INT_RGB = 4;
  private static final int BGR = 3;

  @Override
  public boolean renders(Picture picture) {
    return true;
  }

  @Override
  public ImageResult.Encoded encode(Picture picture, Target target) throws UndecodableException {
    // What no JPEG can be is refused before it is decoded.
    picture.stored().within(target.maxWidth(), picture.orientation());
    var decoded = Decoder.decode(picture, target.reduction());
    var profile = ColourProfile.of(picture);
    var isCmyk = Cmyk.areIn(decoded);
    var opaque = isCmyk ? Cmyk.toRgb(decoded, profile) : Pixels.opaque(decoded);
    var scaled = scaled(opaque, picture.orientation(), target.maxWidth());
    var upright = picture.orientation().upright(scaled);
    var coloured =
        isCmyk ? upright : profile.map(from -> ColourProfile.toSrgb(upright, from)).orElse(upright);
    return jpeg(coloured, target.quality());
  }

  @Override
  public long bytesNeeded(Picture picture, Target target) {
    var width = reduced(picture.width(), target);
    var height = reduced(picture.height(), target);
    var scale = scale(reduced(picture.uprightWidth(), target), target.maxWidth());
    var decoded = width * height * picture.bytesPerPixel();
    var opaque = width * height * opaqueBytes(picture);
    // Scrimage halves step by step and holds two steps at once; then come turning and colours.
    var step = Math.max(scale, 0.5);
    var halved = scale == 1 ? 0 : (long) (width * height * step * step) * INT_RGB;
    var scaled = (long) (width * height * scale * scale) * (2 * INT_RGB + 2 * BGR);
    // The file may be copied to hide its profile.
    var file = 2L * picture.bytes().length;
    return file + picture.decoderBytes() + decoded + opaque + halved + scaled;
  }

  /** Beside the decoded pixel. */
  private static int opaqueBytes(Picture picture) {
    return switch (picture.samples()) {
      // Of any depth, they become bytes first.
      case CMYK -> CmykSpace.COMPONENTS + BGR;
      case GREY, RGB, OTHER -> picture.format() == PictureFormat.JPEG ? 0 : BGR;
    };
  }

  private static long reduced(int side, Target target) {
    return (side + target.reduction() - 1L) / target.reduction();
  }

  private static double scale(long uprightWidth, int maxWidth) {
    return Math.min(1, maxWidth / (double) uprightWidth);
  }

  private static BufferedImage scaled(BufferedImage stored, Orientation orientation, int maxWidth)
      throws UndecodableException {
    var size = new Size(stored.getWidth(), stored.getHeight()).within(maxWidth, orientation);
    var nearer = stored;
    while (Pixels.areBytes(nearer)
        && nearer.getWidth() / 2 >= size.width()
        && nearer.getHeight() / 2 >= size.height()) {
      nearer = Pixels.halved(nearer);
    }
    return ImmutableImage.wrapAwt(nearer)
        .scaleTo(size.width(), size.height(), ScaleMethod.Progressive)
        .awt();
  }

  private static ImageResult.Encoded jpeg(BufferedImage image, int quality) {
    var scrimage = ImmutableImage.wrapAwt(Pixels.forEncoder(image));
    var out = new ByteArrayOutputStream();
    try {
      new JpegWriter(quality, false).write(scrimage, scrimage.getMetadata(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory failed", e);
    }
    return new ImageResult.Encoded(out.toByteArray(), image.getWidth(), image.getHeight());
  }
}
