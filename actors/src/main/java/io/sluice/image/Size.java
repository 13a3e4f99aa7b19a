package io.sluice.image;

/** Width and height of a picture as stored, before it is turned upright, in pixels. */
record Size(int width, int height) {
  /** Of libjpeg's JPEG_MAX_DIMENSION. */
  private static final int LONGEST_SIDE = 65_500;

  /**
   * The largest size whose upright picture is no wider than that, and not enlarged.
   *
   * @throws UndecodableException if a JPEG cannot have it
   */
  Size within(int maxWidth, Orientation orientation) throws UndecodableException {
    var scale = Math.min(1, maxWidth / (double) (orientation.swapsSides() ? height : width));
    var scaled = new Size(side(width * scale), side(height * scale));
    if (Math.max(scaled.width, scaled.height) > LONGEST_SIDE) {
      throw new UndecodableException(
          Flaw.UNSUPPORTED,
          "%d x %d pixels, and a JPEG has at most %d a side"
              .formatted(
                  orientation.swapsSides() ? scaled.height : scaled.width,
                  orientation.swapsSides() ? scaled.width : scaled.height,
                  LONGEST_SIDE));
    }
    return scaled;
  }

  private static int side(double length) {
    return (int) Math.max(1, Math.round(length));
  }
}
