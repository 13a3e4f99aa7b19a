package io.sluice.image;

import io.sluice.image.Header.Span;
import java.io.IOException;

/** Walks the chunks of a WebP file; its reader tells the size. */
final class WebpHeader {
  private static final int CHUNK = 8;

  /** Measured: TwelveMonkeys keeps all of a lossy picture's blocks as objects. */
  private static final int LOSSY = 44;

  private static final int LOSSLESS = 8;

  private final ByteWalk bytes;
  private Span exif = Span.NONE;
  private boolean lossless;

  private WebpHeader(byte[] bytes) {
    this.bytes = new ByteWalk(bytes);
  }

  static Header read(byte[] bytes) throws IOException, UndecodableException {
    var header = new WebpHeader(bytes);
    header.walk();
    var end = header.bytes.little32(4) + CHUNK;
    return Readers.header(PictureFormat.WEBP, bytes, header.lossless ? LOSSLESS : LOSSY)
        .with(header.exif, end <= bytes.length);
  }

  private void walk() {
    long at = 12;
    while (at + CHUNK <= bytes.length()) {
      var chunk = (int) at;
      var data = chunk + CHUNK;
      var length = bytes.little32(chunk + 4);
      if (bytes.has("EXIF", chunk) && data + length <= bytes.length()) {
        var prefix = bytes.has("Exif\0\0", data) ? 6 : 0;
        exif = new Span(data + prefix, (int) length - prefix);
      }
      lossless |= bytes.has("VP8L", chunk);
      at = data + length + (length & 1);
    }
  }
}
