package io.sluice.image;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ByteLookupTable;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.LookupOp;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The colours of grey and RGB pictures that are not sRGB. Their samples are scaled as they are, and
 * only the small picture is converted.
 */
final class ColourProfile {
  private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);
  private static final int LEVELS = 256;

  private ColourProfile() {}

  /** The profile in a file to convert from; none for sRGB itself, by whatever profile. */
  static Optional<ICC_Profile> of(Picture picture) {
    var space = isGrey(picture) ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB;
    try {
      return inFile(picture)
          .filter(profile -> profile.getColorSpaceType() == space)
          .filter(profile -> !isSrgb(profile));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** A PNG also with sixteen bits or transparency. */
  private static boolean isGrey(Picture picture) {
    return picture.format() == PictureFormat.PNG
        ? PngHeader.isGrey(picture.bytes())
        : picture.samples() == Samples.GREY;
  }

  private static Optional<ICC_Profile> inFile(Picture picture) {
    return switch (picture.format()) {
      case JPEG -> new JpegProfile(picture.bytes()).profile();
      case PNG -> PngHeader.profile(picture.bytes());
      case WEBP -> WebpHeader.profile(picture.bytes());
      case GIF, BMP, TIFF -> Optional.empty();
    };
  }

  /** The profile that a decoder found, for formats whose files are not searched for it. */
  static Optional<ICC_Profile> inModel(Picture picture, BufferedImage decoded) {
    return switch (picture.format()) {
      case JPEG, PNG, WEBP -> Optional.empty();
      case GIF, BMP, TIFF ->
          isForeign(decoded.getColorModel())
              ? Optional.of(((ICC_ColorSpace) decoded.getColorModel().getColorSpace()).getProfile())
                  .filter(profile -> !isSrgb(profile))
              : Optional.empty();
    };
  }

  /** The same samples, taken for sRGB. */
  static BufferedImage withoutProfile(BufferedImage image) {
    return isForeign(image.getColorModel()) ? labelled(image, SRGB) : image;
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

  /** Whether samples of eight bits are labelled with a profile for RGB other than Java's sRGB. */
  private static boolean isForeign(ColorModel model) {
    return model instanceof ComponentColorModel
        && model.getTransferType() == DataBuffer.TYPE_BYTE
        && model.getColorSpace() instanceof ICC_ColorSpace space
        && space.getType() == ColorSpace.TYPE_RGB
        && !space.isCS_sRGB();
  }

  private static BufferedImage labelled(BufferedImage image, ColorSpace space) {
    var alpha = image.getColorModel().hasAlpha();
    var model =
        new ComponentColorModel(
            space,
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
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
