package io.sluice.image;

/**
 * A picture that is not decoded yet.
 *
 * @param bytes the file
 * @param format by its content
 * @param width in pixels as stored, before it is turned upright
 * @param height in pixels as stored
 * @param orientation how to turn it upright
 * @param bytesPerPixel of the decoded picture in memory
 * @param decoderBytes what its decoder takes beside that, however much the picture is reduced
 */
public record Picture(
    byte[] bytes,
    PictureFormat format,
    int width,
    int height,
    Orientation orientation,
    int bytesPerPixel,
    long decoderBytes) {

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
