package io.sluice.image;

import io.sluice.image.Header.Span;
import java.util.List;

/**
 * A picture that is not decoded yet.
 *
 * @param bytes the file
 * @param format by its content
 * @param width in pixels as stored, before it is turned upright
 * @param height in pixels as stored
 * @param samples of what its pixels consist
 * @param orientation how to turn it upright
 * @param bytesPerPixel of the decoded picture in memory
 * @param decoderBytes what its decoder takes beside that, however much the picture is reduced
 */
public record Picture(
    byte[] bytes,
    PictureFormat format,
    int width,
    int height,
    Samples samples,
    Orientation orientation,
    int bytesPerPixel,
    long decoderBytes) {

  Size stored() {
    return new Size(width, height);
  }

  /** The parts of its file that its pixels come from. */
  List<Span> essentialParts() {
    return format == PictureFormat.PNG ? PngHeader.essentialParts(bytes) : Span.all(bytes);
  }

  int uprightWidth() {
    return orientation.swapsSides() ? height : width;
  }

  String size() {
    return width + " x " + height + " pixels";
  }

  long pixels() {
    return (long) width * height;
  }
}
