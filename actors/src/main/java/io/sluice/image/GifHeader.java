package io.sluice.image;

import io.sluice.image.Header.Span;

/** Walks the blocks of a GIF up to the end of its first frame, which is all that is used of it. */
final class GifHeader {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2c;

  private GifHeader() {}

  static Header read(byte[] bytes) {
    var walk = new ByteWalk(bytes);
    var at = 13 + colourTable(walk.at(10));
    while (walk.at(at) == EXTENSION) {
      at = behindBlocks(walk, at + 2);
    }
    var width = walk.at(at) == FRAME ? walk.little16(at + 5) : 0;
    var height = walk.at(at) == FRAME ? walk.little16(at + 7) : 0;
    var end = behindBlocks(walk, at + 11 + colourTable(walk.at(at + 9)));
    return new Header(width, height, Samples.OTHER, 1, 0, Span.NONE, end <= bytes.length);
  }

  private static int colourTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Behind a row of blocks, each led by its length and the last one empty. */
  private static int behindBlocks(ByteWalk walk, int from) {
    var at = from;
    while (walk.at(at) != 0) {
      at += 1 + walk.at(at);
    }
    return at + 1;
  }
}
