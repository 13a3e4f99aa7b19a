package io.sluice.image;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ByteLookupTable;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.LookupOp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The colours of pictures that are not sRGB, as their files tell. Samples of grey and RGB are
 * scaled as they are, and only the small picture is converted; {@link Cmyk} come first.
 */
final class ColourProfile {
  private static final int LEVELS = 256;

  private ColourProfile() {}

  /** The profile in a file to convert from; none for sRGB itself, by whatever profile. */
  static Optional<ICC_Profile> of(Picture picture) {
    var type = colourType(picture);
    try {
      return inFile(picture)
          .filter(profile -> profile.getColorSpaceType() == type)
          .filter(profile -> !isSrgb(profile));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static int colourType(Picture picture) {
    return switch (picture.format()) {
      case PNG -> PngHeader.isGrey(picture.bytes()) ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB;
      case TIFF -> TiffSamples.of(picture.bytes()).colourType();
      case JPEG, GIF, WEBP, BMP ->
          switch (picture.samples()) {
            case GREY -> ColorSpace.TYPE_GRAY;
            case CMYK -> ColorSpace.TYPE_CMYK;
            case RGB, OTHER -> ColorSpace.TYPE_RGB;
          };
    };
  }

  private static Optional<ICC_Profile> inFile(Picture picture) {
    return switch (picture.format()) {
      case JPEG -> new JpegProfile(picture.bytes()).profile();
      case PNG -> PngHeader.profile(picture.bytes());
      case WEBP -> WebpHeader.profile(picture.bytes());
      case BMP -> BmpHeader.profile(picture.bytes());
      case TIFF -> TiffSamples.of(picture.bytes()).profile();
      case GIF -> Optional.empty();
    };
  }

  /** The picture in sRGB, or as it is if the profile turns out to be broken. */
  static BufferedImage toSrgb(BufferedImage image, ICC_Profile profile) {
    try {
      return profile.getColorSpaceType() == ColorSpace.TYPE_GRAY
          ? new LookupOp(greyLevels(profile), null).filter(image, null)
          : converted(Pixels.opaque(image, BufferedImage.TYPE_3BYTE_BGR), profile);
    } catch (CMMException | IllegalArgumentException broken) {
      return image;
    }
  }

  /** What becomes of each level of grey. */
  private static ByteLookupTable greyLevels(ICC_Profile profile) {
    var ramp = new BufferedImage(LEVELS, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (var level = 0; level < LEVELS; level++) {
      ramp.getRaster().setSample(level, 0, 0, level);
    }
    var colours = converted(ramp, profile);
    var levels = new byte[LEVELS];
    for (var level = 0; level < LEVELS; level++) {
      levels[level] = (byte) colours.getRaster().getSample(level, 0, 1);
    }
    return new ByteLookupTable(0, levels);
  }

  private static BufferedImage converted(BufferedImage samples, ICC_Profile profile) {
    var converted =
        new BufferedImage(samples.getWidth(), samples.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    return new ColorConvertOp(null)
        .filter(labelled(samples, new ICC_ColorSpace(profile)), converted);
  }

  private static BufferedImage labelled(BufferedImage image, ColorSpace space) {
    var model =
        new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, image.getRaster(), false, null);
  }

  /** By its description, whichever of the many files it is. There is a linear sRGB too. */
  private static boolean isSrgb(ICC_Profile profile) {
    var description = profile.getData(ICC_Profile.icSigProfileDescriptionTag);
    if (description == null) {
      return false;
    }
    // In UTF-16 since version 4 of the format.
    var text = new String(description, StandardCharsets.ISO_8859_1).replace("\0", "");
    return text.contains("sRGB") && !text.contains("inear");
  }
}
