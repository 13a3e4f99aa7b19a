package io.sluice.image;

import java.util.stream.Stream;

/** Bytes that begin at one of some places of a file. */
sealed interface Sign extends Clause permits ByteSign, PatternSign {

  /** The first place where it may begin. */
  int first();

  /** The last. */
  int last();

  /** Of a file with fewer bytes Tika says that it is not there, whatever they are. */
  int fewest();

  /** Whether it begins here, zeros behind the end included. */
  boolean isAt(Head head, int place);

  /** False if it never begins with these one or two bytes. */
  boolean mayBegin(byte... bytes);

  @Override
  default boolean isIn(Head head) {
    if (head.size() < fewest()) {
      return false;
    }
    for (int place = first(); place <= last(); place++) {
      if (isAt(head, place)) {
        return true;
      }
    }
    return false;
  }

  @Override
  default Stream<Sign> starts() {
    return Stream.of(this);
  }
}
