package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.util.Optional;

/** Walks the chunks of a WebP file; its reader tells the size. */
final class WebpHeader {
  private static final int CHUNK = 8;

  /** Measured: TwelveMonkeys keeps all of a lossy picture's blocks as objects. */
  private static final int LOSSY = 44;

  private static final int LOSSLESS = 8;

  /** Behind a byte of signature and twice fourteen bits of size. */
  private static final int LOSSLESS_ALPHA = 0x10;

  private final ByteWalk bytes;
  private Span exif = Span.NONE;
  private Span profile = Span.NONE;
  private boolean lossless;
  private boolean special;

  private WebpHeader(byte[] bytes) {
    this.bytes = new ByteWalk(bytes);
  }

  static Header read(byte[] bytes) throws IOException, UndecodableException {
    var header = new WebpHeader(bytes);
    header.walk();
    var end = header.bytes.little32(4) + CHUNK;
    return Readers.header(PictureFormat.WEBP, bytes, header.lossless ? LOSSLESS : LOSSY)
        .with(header.special ? Samples.OTHER : Samples.RGB, header.exif, end <= bytes.length);
  }

  /**
   * The colour profile.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Optional<ICC_Profile> profile(byte[] bytes) {
    var header = new WebpHeader(bytes);
    header.walk();
    return Optional.of(header.profile)
        .filter(span -> span.length() > 0)
        .map(span -> ICC_Profile.getInstance(span.in(bytes)));
  }

  private void walk() {
    long at = 12;
    while (at + CHUNK <= bytes.length()) {
      var chunk = (int) at;
      var data = chunk + CHUNK;
      var length = bytes.little32(chunk + 4);
      if (data + length <= bytes.length()) {
        block(chunk, data, (int) length);
      }
      at = data + length + (length & 1);
    }
  }

  private void block(int chunk, int data, int length) {
    if (bytes.has("EXIF", chunk)) {
      var prefix = bytes.has("Exif\0\0", data) ? 6 : 0;
      exif = new Span(data + prefix, length - prefix);
    } else if (bytes.has("ICCP", chunk)) {
      profile = new Span(data, length);
    } else if (bytes.has("VP8L", chunk)) {
      lossless = true;
      special |= (bytes.at(data + 4) & LOSSLESS_ALPHA) != 0;
    } else {
      special |= bytes.has("ALPH", chunk) || bytes.has("ANIM", chunk);
    }
  }
}
