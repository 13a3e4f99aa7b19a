package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the samples of a TIFF are, as its tags tell (TIFF 6.0): a decoded picture goes in, the same
 * samples come out under their right names. The JDK's reader goes by how many there are.
 */
final class TiffSamples {
  private static final int COMPRESSION = 0x0103;
  private static final int PHOTOMETRIC = 0x0106;
  private static final int INK_SET = 0x014c;
  private static final int EXTRA_SAMPLES = 0x0152;
  private static final int SAMPLE_FORMAT = 0x0153;
  private static final int PROFILE = 0x8773;

  private static final int RGB = 2;
  private static final int CMYK = 5;
  private static final int YCC = 6;
  private static final int LAB = 8;
  private static final Set<Long> JPEGS = Set.of(6L, 7L);

  /** From white to black and the other way, colours, a palette, a mask, CMYK. */
  private static final Set<Integer> KNOWN = Set.of(0, 1, RGB, 3, 4, CMYK, YCC, LAB);

  private static final int SIGNED = 2;
  private static final int OTHER_INKS = 2;
  private static final int PREMULTIPLIED = 1;
  private static final int ALPHA = 2;

  private final TiffDirectory tags;
  private final int photometric;

  private TiffSamples(TiffDirectory tags) {
    this.tags = tags;
    this.photometric = (int) first(PHOTOMETRIC, 1);
  }

  static TiffSamples of(byte[] bytes) {
    return new TiffSamples(TiffDirectory.of(bytes, new Span(0, bytes.length)));
  }

  /** Refuses what would be decoded to other colours. */
  void check() throws UndecodableException {
    if (!KNOWN.contains(photometric)) {
      throw unsupported("samples of photometric interpretation " + photometric);
    }
    if (first(SAMPLE_FORMAT, 1) == SIGNED) {
      throw unsupported("samples below zero");
    }
    if (isCmyk() && first(INK_SET, 1) == OTHER_INKS) {
      throw unsupported("inks other than cyan, magenta, yellow and black");
    }
    if (isCmyk() && JPEGS.contains(first(COMPRESSION, 1))) {
      throw unsupported("CMYK in JPEGs within it");
    }
  }

  private static UndecodableException unsupported(String samples) {
    return new UndecodableException(Flaw.UNSUPPORTED, "a TIFF of " + samples);
  }

  boolean isCmyk() {
    return photometric == CMYK;
  }

  /** The colour space of its profile, if it has one. */
  int colourType() {
    return switch (photometric) {
      case 0, 1, 4 -> ColorSpace.TYPE_GRAY;
      case CMYK -> ColorSpace.TYPE_CMYK;
      case LAB -> ColorSpace.TYPE_Lab;
      default -> ColorSpace.TYPE_RGB;
    };
  }

  /** The file, for a reader that leaves its samples as they are. */
  BytesInput unconverted() {
    var bytes = tags.bytes().bytes();
    var entry = tags.entries(PHOTOMETRIC).findFirst();
    return photometric == LAB && entry.isPresent()
        ? BytesInput.patched(bytes, tags.withNumber(entry.getAsInt(), RGB))
        : new BytesInput(bytes);
  }

  /**
   * The profile to convert its samples by.
   *
   * @throws IllegalArgumentException if it is none
   */
  Optional<ICC_Profile> profile() {
    return tags.entries(PROFILE)
        .mapToObj(entry -> tags.content(entry).in(tags.bytes().bytes()))
        .map(ICC_Profile::getInstance)
        .findFirst();
  }

  /**
   * The picture with a colour model of its colours and its alpha alone.
   *
   * @throws UndecodableException if there are fewer samples than colours
   */
  BufferedImage labelled(BufferedImage decoded) throws UndecodableException {
    var model = decoded.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return decoded;
    }
    var raster = decoded.getRaster();
    var space = space();
    var colours = space.getNumComponents();
    if (raster.getNumBands() < colours) {
      throw new UndecodableException(
          Flaw.CORRUPT, raster.getNumBands() + " samples a pixel, and " + colours + " colours");
    }
    var extra = alpha(raster.getNumBands() - colours);
    var bands =
        IntStream.concat(
                IntStream.range(0, colours),
                extra < 0 ? IntStream.empty() : IntStream.of(colours + extra))
            .toArray();
    var own =
        new ComponentColorModel(
            space,
            IntStream.of(bands).map(model::getComponentSize).toArray(),
            extra >= 0,
            extra >= 0 && extra(extra) == PREMULTIPLIED,
            extra >= 0 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            model.getTransferType());
    var used = raster.createWritableChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, bands);
    return new BufferedImage(own, used, own.isAlphaPremultiplied(), null);
  }

  private ColorSpace space() {
    return switch (colourType()) {
      case ColorSpace.TYPE_GRAY -> ColorSpace.getInstance(ColorSpace.CS_GRAY);
      case ColorSpace.TYPE_CMYK -> CmykSpace.CMYK;
      case ColorSpace.TYPE_Lab -> LabSpace.LAB;
      default -> ColorSpace.getInstance(ColorSpace.CS_sRGB);
    };
  }

  /** Which of the samples behind the colours it is; negative if none. */
  private int alpha(int extras) {
    return IntStream.range(0, extras)
        .filter(index -> extra(index) == PREMULTIPLIED || extra(index) == ALPHA)
        .findFirst()
        .orElse(-1);
  }

  /** What an extra sample is. Without the tag a single one is alpha, as most programs have it. */
  private int extra(int index) {
    return tags.entries(EXTRA_SAMPLES)
        .map(entry -> index < tags.count(entry) ? (int) tags.number(entry, index) : 0)
        .findFirst()
        .orElse(index == 0 ? ALPHA : 0);
  }

  private long first(int tag, long absent) {
    return tags.entries(tag).mapToLong(entry -> tags.number(entry, 0)).findFirst().orElse(absent);
  }
}
