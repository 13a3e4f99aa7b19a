package io.sluice.image;

/**
 * Chunks of a WebP go in one after another, the size of its first frame comes out. What is decoded
 * is as large as the pixels' own header says, and as often as they are there, whatever the canvas.
 */
final class WebpFrame {
  private static final Size NONE = new Size(0, 0);
  private static final int CHUNK = 8;
  private static final int SIDE = 0x3fff;
  private static final String LOSSLESS_START = "/";
  private static final String LOSSY_START = "\u009d\1*";

  private final ByteWalk bytes;
  private Size first = NONE;
  private Size canvas = NONE;
  private boolean hasPixels;
  private int pictures;
  private int alphas;
  private boolean fits = true;

  WebpFrame(ByteWalk bytes) {
    this.bytes = bytes;
  }

  /** Begins with the chunk that tells the canvas of those to come. */
  void enter(int chunk) {
    canvas = size(chunk);
    first = first == NONE ? canvas : first;
    pictures = 0;
    alphas = 0;
  }

  void take(int chunk) {
    if (bytes.has("ALPH", chunk)) {
      alphas++;
    } else if (bytes.has("VP8 ", chunk) || bytes.has("VP8L", chunk)) {
      pictures++;
      var size = size(chunk);
      fits &= size.width() <= canvas.width() && size.height() <= canvas.height();
      hasPixels = true;
    }
    fits &= pictures <= 1 && alphas <= 1;
  }

  /** In pixels, nothing by nothing if there are none. */
  Size size() {
    return hasPixels ? first : NONE;
  }

  /** Whether no frame is larger than its canvas, and none has pixels twice. */
  boolean fits() {
    return fits;
  }

  private Size size(int chunk) {
    var data = chunk + CHUNK;
    var length = bytes.little32(chunk + 4);
    if (bytes.has("VP8X", chunk) && length >= 10) {
      return new Size(little24(data + 4) + 1, little24(data + 7) + 1);
    }
    if (bytes.has("ANMF", chunk) && length >= 16) {
      return new Size(little24(data + 6) + 1, little24(data + 9) + 1);
    }
    if (bytes.has("VP8L", chunk) && length >= 5 && bytes.has(LOSSLESS_START, data)) {
      var sides = bytes.little32(data + 1);
      return new Size((int) (sides & SIDE) + 1, (int) (sides >> 14 & SIDE) + 1);
    }
    if (bytes.has("VP8 ", chunk) && length >= 10 && bytes.has(LOSSY_START, data + 3)) {
      return new Size(bytes.little16(data + 6) & SIDE, bytes.little16(data + 8) & SIDE);
    }
    return NONE;
  }

  private int little24(int index) {
    return bytes.little16(index) | bytes.at(index + 2) << 16;
  }
}
