package io.sluice.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Makes files that are not what their names say, as uploads are now and then. */
final class BrokenFiles {
  /** So that what is cut off or overwritten is more than a header. */
  private static final int LEAST_BYTES = 4_000;

  /** The start of a frame, which has no place amid the samples of a JPEG. */
  private static final byte[] FRAME_MARKER = {(byte) 0xFF, (byte) 0xC0};

  private BrokenFiles() {}

  static MadeFile make(Random random, int size) throws IOException {
    var enough = Math.max(LEAST_BYTES, size);
    return switch (random.nextInt(5)) {
      case 0 -> broken(cutOff(FileFormat.JPEG.bytes(random, enough)), ".jpg");
      case 1 -> broken(garbled(FileFormat.JPEG.bytes(random, enough), random), ".jpg");
      case 2 -> broken(FileFormat.TEXT.bytes(random, enough), ".jpg");
      case 3 -> broken(cutOff(FileFormat.ZIP.bytes(random, enough)), ".zip");
      default -> broken(garbled(FileFormat.ZIP.bytes(random, enough), random), ".zip");
    };
  }

  private static MadeFile broken(byte[] bytes, String extension) {
    return new MadeFile(bytes, extension, false, true);
  }

  private static byte[] cutOff(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** Noise in place of the middle third. */
  private static byte[] garbled(byte[] whole, Random random) {
    var noise = new byte[whole.length / 3];
    random.nextBytes(noise);
    System.arraycopy(FRAME_MARKER, 0, noise, 0, FRAME_MARKER.length);
    System.arraycopy(noise, 0, whole, whole.length / 3, noise.length);
    return whole;
  }
}
