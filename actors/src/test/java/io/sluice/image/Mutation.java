package io.sluice.image;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A specimen spoiled in one of many ways, the same for the same number. */
record Mutation(String specimen, byte[] bytes) {
  /** Beyond it a specimen takes long, and has a long stretch in which nothing can be spoiled. */
  private static final int LONGEST = 100_000;

  private static final int HEADERS = 200;
  private static final int[] LENGTHS = {
    0, 1, 2, 7, 8, 127, 255, 256, 32_767, 65_535, 65_536, 16_777_215, 0x7fff_ffff, -1, -8
  };
  private static final List<Specimen> SPECIMENS =
      Zoo.all().stream()
          .filter(specimen -> specimen.bytes().length > 0)
          .filter(specimen -> specimen.bytes().length < LONGEST)
          .toList();

  static Mutation of(int number) {
    var random = new Random(number * 31L + 17);
    var specimen = SPECIMENS.get(number % SPECIMENS.size());
    var bytes = specimen.bytes();
    for (var time = random.nextInt(3); time >= 0 && bytes.length > 0; time--) {
      bytes = mutate(bytes, random);
    }
    return new Mutation(specimen.name(), bytes);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> flipBits(bytes, random);
      case 1 -> overwrite(bytes, random);
      case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 3 -> insert(bytes, random);
      case 4 -> swap(bytes, random);
      case 5 -> splice(bytes, SPECIMENS.get(random.nextInt(SPECIMENS.size())).bytes(), random);
      case 6 -> length(bytes, random, 4);
      default -> length(bytes, random, 2);
    };
  }

  private static byte[] flipBits(byte[] bytes, Random random) {
    var flipped = bytes.clone();
    for (var time = random.nextInt(8); time >= 0; time--) {
      flipped[place(bytes, random)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] overwrite(byte[] bytes, Random random) {
    var spoiled = bytes.clone();
    var kind = random.nextInt(3);
    var from = place(bytes, random);
    var to = Math.min(bytes.length, from + 1 + random.nextInt(8));
    for (var at = from; at < to; at++) {
      spoiled[at] = (byte) (kind == 0 ? 0 : kind == 1 ? 0xff : random.nextInt());
    }
    return spoiled;
  }

  private static byte[] insert(byte[] bytes, Random random) {
    var inserted = new byte[1 + random.nextInt(random.nextBoolean() ? 4 : 300)];
    random.nextBytes(inserted);
    var at = place(bytes, random);
    return HandMade.bytes(
        out -> {
          out.write(bytes, 0, at);
          out.write(inserted);
          out.write(bytes, at, bytes.length - at);
        });
  }

  /** Two neighbouring parts change places. */
  private static byte[] swap(byte[] bytes, Random random) {
    var ends = random.ints(3, 0, bytes.length + 1).sorted().toArray();
    return HandMade.bytes(
        out -> {
          out.write(bytes, 0, ends[0]);
          out.write(bytes, ends[1], ends[2] - ends[1]);
          out.write(bytes, ends[0], ends[1] - ends[0]);
          out.write(bytes, ends[2], bytes.length - ends[2]);
        });
  }

  private static byte[] splice(byte[] bytes, byte[] other, Random random) {
    var end = place(bytes, random);
    var from = random.nextInt(other.length);
    return HandMade.bytes(
        out -> {
          out.write(bytes, 0, end);
          out.write(other, from, other.length - from);
        });
  }

  /** A number of so many bytes, in one order or the other. */
  private static byte[] length(byte[] bytes, Random random, int size) {
    var spoiled = bytes.clone();
    var at = place(bytes, random);
    var number = LENGTHS[random.nextInt(LENGTHS.length)];
    var big = random.nextBoolean();
    for (var index = 0; index < size && at + index < bytes.length; index++) {
      spoiled[at + index] = (byte) (number >> Byte.SIZE * (big ? size - 1 - index : index));
    }
    return spoiled;
  }

  /** Mostly among the headers. */
  private static int place(byte[] bytes, Random random) {
    return random.nextInt(random.nextInt(3) > 0 ? Math.min(HEADERS, bytes.length) : bytes.length);
  }
}
