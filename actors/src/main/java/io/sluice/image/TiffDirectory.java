package io.sluice.image;

import io.sluice.image.BytesInput.Patch;
import io.sluice.image.Header.Span;
import java.util.stream.IntStream;

/**
 * The first directory of a TIFF structure (TIFF 6.0, section 2): a tag goes in, its entries and
 * their numbers come out. Nothing is copied, however much the entries claim.
 */
record TiffDirectory(ByteWalk bytes, Span block, boolean isBig) {
  private static final int ENTRY = 12;
  private static final int IN_ENTRY = 4;

  static TiffDirectory of(byte[] file, Span block) {
    var walk = new ByteWalk(file);
    return new TiffDirectory(walk, block, walk.has("MM", block.from()));
  }

  /** Where the entries of a tag lie; a hostile file has several. */
  IntStream entries(int tag) {
    var offset = number32(block.from() + 4);
    if (offset >= block.length() || !isBig && !bytes.has("II", block.from())) {
      return IntStream.empty();
    }
    var from = block.from() + (int) offset;
    return IntStream.range(0, number16(from))
        .map(index -> from + 2 + ENTRY * index)
        .filter(entry -> number16(entry) == tag);
  }

  /** How many numbers an entry claims to have. */
  long count(int entry) {
    return number32(entry + 4);
  }

  /** A number of an entry, 0 if it is not a whole one or lies behind the end. */
  long number(int entry, int index) {
    var size = size(number16(entry + 2));
    var isInEntry = size * count(entry) <= IN_ENTRY;
    var from = isInEntry ? entry + 8L : block.from() + number32(entry + 8);
    var at = (int) Math.min(from + (long) size * index, bytes.length());
    return switch (size) {
      case 1 -> bytes.at(at);
      case 2 -> number16(at);
      case 4 -> number32(at);
      default -> 0;
    };
  }

  /** An entry with another number in it, one below 256. */
  Patch withNumber(int entry, int number) {
    var bytes = new byte[size(number16(entry + 2))];
    bytes[isBig ? bytes.length - 1 : 0] = (byte) number;
    return new Patch(entry + 8, bytes);
  }

  /** Where the bytes of an entry lie, as many of them as are there. */
  Span content(int entry) {
    var isInEntry = count(entry) <= IN_ENTRY;
    var from = isInEntry ? entry + 8L : block.from() + number32(entry + 8);
    var at = (int) Math.min(from, bytes.length());
    return new Span(at, (int) Math.min(count(entry), bytes.length() - at));
  }

  private static int size(int type) {
    return switch (type) {
      case 1 -> 1;
      case 3 -> 2;
      case 4 -> 4;
      default -> 0;
    };
  }

  private int number16(int at) {
    return isBig ? bytes.big16(at) : bytes.little16(at);
  }

  private long number32(int at) {
    return isBig ? bytes.big32(at) & 0xffff_ffffL : bytes.little32(at);
  }
}
