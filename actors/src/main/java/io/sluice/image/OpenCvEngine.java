package io.sluice.image;

import java.awt.image.BufferedImage;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * OpenCV's codecs and scaler: a plain picture goes in, its JPEG comes out. A JPEG is decoded at a
 * half, a quarter or an eighth where that is still as wide as its target.
 */
public final class OpenCvEngine implements ImageEngine {
  private static final int MOST_REDUCTION = 8;

  /** Beyond it, bilinear scaling would step over pixels. */
  private static final int MOST_LINEAR = 2;

  /** What libjpeg lays where data are missing. */
  private static final int GREY = 128;

  /** The scaled picture, turned, in Java and back, and its JPEG. */
  private static final int RESULTS = 8;

  /** A lossless picture lies there whole, four bytes a pixel, and its colour cache beside it. */
  private static final int LIBWEBP = 6;

  public OpenCvEngine() {
    OpenCv.missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException("OpenCV cannot be loaded: " + reason);
            });
  }

  @Override
  public boolean renders(Picture picture) {
    var isPlain = picture.samples() == Samples.GREY || picture.samples() == Samples.RGB;
    return switch (picture.format()) {
      case JPEG, PNG, WEBP -> isPlain;
      case GIF, BMP, TIFF -> false;
    };
  }

  @Override
  public ImageResult.Encoded encode(Picture picture, Target target) throws UndecodableException {
    try (var work = new NativeWork()) {
      var size = picture.stored().within(target.maxWidth(), picture.orientation());
      var decoded = decode(picture, target, work);
      var upright = upright(scaled(decoded, size, work), picture.orientation(), work);
      var coloured = toSrgb(upright, picture, work);
      return new ImageResult.Encoded(
          jpeg(coloured, target.quality(), work), coloured.cols(), coloured.rows());
    }
  }

  @Override
  public long bytesNeeded(Picture picture, Target target) {
    long reduction = picture.format() == PictureFormat.JPEG ? reduction(picture, target) : 1;
    var samples = picture.samples() == Samples.GREY ? 1 : 3;
    var decoded = picture.pixels() / (reduction * reduction) * samples;
    var scale = Math.min(1, target.maxWidth() * reduction / (double) picture.uprightWidth());
    var results = (long) (decoded * scale * scale) * RESULTS;
    return picture.bytes().length + decoderBytes(picture) + decoded + results;
  }

  private static long decoderBytes(Picture picture) {
    return switch (picture.format()) {
      case JPEG -> picture.decoderBytes();
      case WEBP -> picture.pixels() * LIBWEBP;
      case PNG, GIF, BMP, TIFF -> 0;
    };
  }

  private static Mat decode(Picture picture, Target target, NativeWork work)
      throws UndecodableException {
    var image = work.keep(opencv_imgcodecs.imdecode(file(picture, work), flags(picture, target)));
    if (image.empty()) {
      throw new UndecodableException(Flaw.CORRUPT, "OpenCV does not decode it");
    }
    if (picture.format() == PictureFormat.JPEG && endsInGrey(image)) {
      throw new UndecodableException(Flaw.TRUNCATED, "its last pixel is that of no data");
    }
    return image;
  }

  private static Mat file(Picture picture, NativeWork work) {
    var parts = picture.essentialParts();
    var length = parts.stream().mapToInt(Header.Span::length).sum();
    var file = work.keep(new Mat(1, length, opencv_core.CV_8UC1));
    var data = file.data();
    long at = 0;
    for (var part : parts) {
      data.position(at).put(picture.bytes(), part.from(), part.length());
      at += part.length();
    }
    return file;
  }

  private static int flags(Picture picture, Target target) {
    var grey = picture.samples() == Samples.GREY;
    var whole = grey ? opencv_imgcodecs.IMREAD_GRAYSCALE : opencv_imgcodecs.IMREAD_COLOR;
    var reduction = picture.format() == PictureFormat.JPEG ? reduction(picture, target) : 1;
    // The flags of a half, a quarter and an eighth are 16, 32 and 64.
    return whole
        | (reduction == 1 ? 0 : reduction * opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 / 2)
        | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
  }

  /** As much as leaves enough pixels, or more if memory demands it; only powers of two are fast. */
  private static int reduction(Picture picture, Target target) {
    var reduction = 1;
    while (reduction < MOST_REDUCTION
        && (picture.uprightWidth() / (2 * reduction) >= target.maxWidth()
            || reduction < target.reduction())) {
      reduction *= 2;
    }
    return reduction;
  }

  private static boolean endsInGrey(Mat image) {
    var last = image.ptr(image.rows() - 1, image.cols() - 1);
    for (var channel = 0; channel < image.channels(); channel++) {
      if ((last.get(channel) & 0xff) != GREY) {
        return false;
      }
    }
    return true;
  }

  private static Mat scaled(Mat image, Size size, NativeWork work) {
    if (image.cols() <= size.width() && image.rows() <= size.height()) {
      return image;
    }
    var scaled = work.keep(new Mat());
    var wanted = work.keep(new org.bytedeco.opencv.opencv_core.Size(size.width(), size.height()));
    var method =
        image.cols() > MOST_LINEAR * size.width() || image.rows() > MOST_LINEAR * size.height()
            ? opencv_imgproc.INTER_AREA
            : opencv_imgproc.INTER_LINEAR;
    opencv_imgproc.resize(image, scaled, wanted, 0, 0, method);
    return scaled;
  }

  private static Mat upright(Mat stored, Orientation orientation, NativeWork work) {
    var turned = stored;
    if (orientation.swapsSides()) {
      turned = work.keep(new Mat());
      opencv_core.transpose(stored, turned);
    }
    if (!orientation.mirrorsX() && !orientation.mirrorsY()) {
      return turned;
    }
    var upright = work.keep(new Mat());
    var both = orientation.mirrorsX() && orientation.mirrorsY();
    opencv_core.flip(turned, upright, both ? -1 : orientation.mirrorsX() ? 1 : 0);
    return upright;
  }

  /** Small as it is now, the picture goes through Java, whose profiles are those of Scrimage. */
  private static Mat toSrgb(Mat image, Picture picture, NativeWork work) {
    var profile = ColourProfile.of(picture);
    if (profile.isEmpty()) {
      return image;
    }
    var type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    var samples = new BufferedImage(image.cols(), image.rows(), type);
    image.data().get(Pixels.bytes(samples));
    var converted = Pixels.bytes(ColourProfile.toSrgb(samples, profile.get()));
    var result = work.keep(new Mat(image.rows(), image.cols(), image.type()));
    result.data().put(converted);
    return result;
  }

  private static byte[] jpeg(Mat image, int quality, NativeWork work) {
    var encoded = work.keep(new BytePointer());
    var parameters = work.keep(new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality));
    if (!opencv_imgcodecs.imencode(".jpg", image, encoded, parameters)) {
      throw new IllegalStateException("OpenCV does not encode it");
    }
    var jpeg = new byte[(int) encoded.limit()];
    encoded.get(jpeg);
    return jpeg;
  }
}
