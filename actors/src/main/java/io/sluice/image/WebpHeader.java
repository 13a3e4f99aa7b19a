package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.util.Optional;

/** Walks the chunks of a WebP file (RFC 9649) and gives what they tell. */
final class WebpHeader {
  private static final int FIRST = 12;
  private static final int CHUNK = 8;
  private static final int FRAME_HEADER = 16;

  private static final int FLAGS = FIRST + CHUNK;
  private static final int ANIMATED = 0x02;
  private static final int ALPHA = 0x10;
  private static final int PROFILE = 0x20;

  /** Measured: TwelveMonkeys keeps all of a lossy picture's blocks as objects. */
  private static final int LOSSY = 44;

  private static final int LOSSLESS = 8;

  /** Behind a byte of signature and twice fourteen bits of size. */
  private static final int LOSSLESS_ALPHA = 0x10;

  private final ByteWalk bytes;
  private final int flags;
  private final WebpFrame frame;
  private Span exif = Span.NONE;
  private Span profile = Span.NONE;
  private boolean lossy;
  private boolean special;

  private WebpHeader(byte[] bytes) {
    this.bytes = new ByteWalk(bytes);
    flags = flags(this.bytes);
    frame = new WebpFrame(this.bytes);
    special = isAnimated();
    walk();
  }

  static Header read(byte[] bytes) throws UndecodableException {
    var header = new WebpHeader(bytes);
    if (!header.frame.fits()) {
      throw new UndecodableException(
          Flaw.CORRUPT, "a frame is larger than its canvas, or there twice");
    }
    var size = header.frame.size();
    return new Header(
        size.width(),
        size.height(),
        header.special ? Samples.OTHER : Samples.RGB,
        header.hasAlpha() ? 4 : 3,
        (long) size.width() * size.height() * (header.lossy ? LOSSY : LOSSLESS),
        header.exif,
        header.bytes.little32(4) + CHUNK <= bytes.length);
  }

  /**
   * The colour profile.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Optional<ICC_Profile> profile(byte[] bytes) {
    return Optional.of(new WebpHeader(bytes).profile)
        .filter(span -> span.length() > 0)
        .map(span -> ICC_Profile.getInstance(span.in(bytes)));
  }

  /** The file without its word that there is a profile, which the reader would convert by. */
  static byte[] withoutProfile(byte[] bytes) {
    if ((flags(new ByteWalk(bytes)) & PROFILE) == 0) {
      return bytes;
    }
    var copy = bytes.clone();
    copy[FLAGS] &= ~PROFILE;
    return copy;
  }

  /** Of the extended format. */
  private static int flags(ByteWalk bytes) {
    return bytes.has("VP8X", FIRST) ? bytes.at(FLAGS) : 0;
  }

  private boolean isAnimated() {
    return (flags & ANIMATED) != 0;
  }

  private boolean hasAlpha() {
    return (flags & ALPHA) != 0 || isLosslessWithAlpha(FIRST);
  }

  private boolean isLosslessWithAlpha(int chunk) {
    return bytes.has("VP8L", chunk) && (bytes.at(chunk + CHUNK + 4) & LOSSLESS_ALPHA) != 0;
  }

  private void walk() {
    if (!isAnimated()) {
      frame.enter(FIRST);
    }
    long at = FIRST;
    while (at + CHUNK <= bytes.length()) {
      var chunk = (int) at;
      var data = chunk + CHUNK;
      var length = bytes.little32(chunk + 4);
      if (isAnimated() && bytes.has("ANMF", chunk)) {
        // The frame's own chunks come next.
        frame.enter(chunk);
        at = data + FRAME_HEADER;
      } else {
        frame.take(chunk);
        pixels(chunk);
        if (data + length <= bytes.length()) {
          block(chunk, data, (int) length);
        }
        at = data + length + (length & 1);
      }
    }
  }

  private void pixels(int chunk) {
    lossy |= bytes.has("VP8 ", chunk);
    special |= bytes.has("ALPH", chunk) || bytes.has("ANIM", chunk) || isLosslessWithAlpha(chunk);
  }

  private void block(int chunk, int data, int length) {
    if (bytes.has("EXIF", chunk)) {
      var prefix = bytes.has("Exif\0\0", data) ? 6 : 0;
      exif = new Span(data + prefix, length - prefix);
    } else if (bytes.has("ICCP", chunk)) {
      profile = new Span(data, length);
    }
  }
}
