package io.sluice.image;

import io.sluice.image.Header.Span;
import java.io.IOException;
import java.util.Set;
import java.util.stream.LongStream;

/** Tells what a TIFF's reader tells, of files that the reader can be trusted with. */
final class TiffHeader {
  private static final int BITS_PER_SAMPLE = 0x0102;
  private static final int COMPRESSION = 0x0103;
  private static final int MOST_SAMPLES = 64;

  /** Of another depth, the JDK's reader makes a table of all values: a gigabyte and more. */
  private static final Set<Long> DEPTHS = Set.of(1L, 2L, 4L, 8L, 16L, 32L);

  /** A strip may be the whole picture, and is held compressed and expanded. */
  private static final int DECODER_BYTES = 12;

  /** Scans of a JPEG within: nobody counts them, and several take more memory than one. */
  private static final int SEVERAL = 2;

  private TiffHeader() {}

  static Header read(byte[] bytes) throws IOException, UndecodableException {
    var whole = new Span(0, bytes.length);
    var directory = TiffDirectory.of(bytes, whole);
    if (!directory.entries(BITS_PER_SAMPLE).allMatch(entry -> isUsual(directory, entry))) {
      throw new UndecodableException(
          Flaw.UNSUPPORTED, "samples of other than 1, 2, 4, 8, 16 or 32 bits");
    }
    var samples = TiffSamples.of(bytes);
    samples.check();
    var header = Readers.header(PictureFormat.TIFF, new BytesInput(bytes), DECODER_BYTES);
    return new Header(
        header.width(),
        header.height(),
        samples.isCmyk() ? Samples.CMYK : Samples.OTHER,
        header.bytesPerPixel(),
        Math.max(header.decoderBytes(), ofJpegs(directory)),
        whole,
        true);
  }

  /** With addresses of eight bytes, which no reader here knows. */
  static boolean isBig(byte[] bytes) {
    var walk = new ByteWalk(bytes);
    return walk.has("II+\0\b\0", 0) || walk.has("MM\0+\0\b", 0);
  }

  /** What a JPEG takes that lies in it, which may be progressive and larger than the picture. */
  private static long ofJpegs(TiffDirectory directory) {
    if (directory.entries(COMPRESSION).noneMatch(entry -> isJpeg(directory.number(entry, 0)))) {
      return 0;
    }
    var bytes = directory.bytes();
    var most = 0L;
    for (var at = bytes.next(0xff, 0); at < bytes.length(); at = bytes.next(0xff, at + 1)) {
      var marker = bytes.at(at + 1);
      if (JpegFrame.isOne(marker) && bytes.big16(at + 2) == 8 + 3 * bytes.at(at + 9)) {
        most = Math.max(most, new JpegFrame(marker, bytes, at + 4).decoderBytes(SEVERAL));
      }
    }
    return most;
  }

  private static boolean isJpeg(long compression) {
    return compression == 6 || compression == 7;
  }

  private static boolean isUsual(TiffDirectory directory, int entry) {
    var count = directory.count(entry);
    return count <= MOST_SAMPLES
        && LongStream.range(0, count)
            .map(index -> directory.number(entry, (int) index))
            .allMatch(DEPTHS::contains);
  }
}
