package io.sluice.image;

import java.util.ArrayList;
import java.util.List;

/** A TIFF made by hand of tags, most significant byte first. */
final class TiffFile {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final byte[] NOTHING = new byte[0];

  private final List<Entry> entries = new ArrayList<>();

  /** RGB in one strip that is not compressed. */
  static TiffFile rgb(int width, int height) {
    return new TiffFile()
        .number(256, width)
        .number(257, height)
        .shorts(258, 8, 8, 8)
        .word(259, 1)
        .word(262, 2)
        .word(277, 3)
        .number(278, height);
  }

  /** Tags must come in the order of their numbers. */
  TiffFile number(int tag, int value) {
    return add(new Entry(tag, LONG, 1, value, NOTHING));
  }

  TiffFile word(int tag, int value) {
    return shorts(tag, value);
  }

  TiffFile shorts(int tag, int... values) {
    if (values.length <= 2) {
      var second = values.length == 2 ? values[1] : 0;
      return add(new Entry(tag, SHORT, values.length, values[0] << Short.SIZE | second, NOTHING));
    }
    var part =
        HandMade.bytes(
            out -> {
              for (var value : values) {
                out.writeShort(value);
              }
            });
    return add(new Entry(tag, SHORT, values.length, 0, part));
  }

  TiffFile undefined(int tag, byte[] content) {
    return add(new Entry(tag, UNDEFINED, content.length, 0, content));
  }

  /** Pixels, to which a tag points. */
  TiffFile data(int tag, byte[] data) {
    return add(new Entry(tag, LONG, 1, 0, data));
  }

  /** A tag that claims so many numbers, which lie wherever. */
  TiffFile claim(int tag, int count, int address) {
    return add(new Entry(tag, LONG, count, address, NOTHING));
  }

  private TiffFile add(Entry entry) {
    entries.add(entry);
    return this;
  }

  byte[] bytes() {
    return HandMade.bytes(
        out -> {
          out.writeBytes("MM");
          out.writeShort(42);
          out.writeInt(8);
          out.writeShort(entries.size());
          var address = 8 + 2 + 12 * entries.size() + 4;
          for (var entry : entries) {
            out.writeShort(entry.tag);
            out.writeShort(entry.type);
            out.writeInt(entry.count);
            out.writeInt(entry.part.length == 0 ? entry.value : address);
            address += entry.part.length;
          }
          out.writeInt(0);
          for (var entry : entries) {
            out.write(entry.part);
          }
        });
  }

  /**
   * A tag.
   *
   * @param part what it points to; if nothing, its value counts
   */
  private record Entry(int tag, int type, int count, int value, byte[] part) {}
}
