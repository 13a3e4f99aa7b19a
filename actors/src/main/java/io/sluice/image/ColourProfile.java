package io.sluice.image;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The colours of RGB pictures that are not sRGB. Their samples are scaled as they are, and only the
 * small picture is converted. The profiles of grey pictures are not looked at.
 */
final class ColourProfile {
  private static final ColorSpace SRGB = ColorSpace.getInstance(ColorSpace.CS_sRGB);

  private ColourProfile() {}

  /** The profile to convert from; none for sRGB itself, by whatever profile it is declared. */
  static Optional<ICC_Profile> of(Picture picture, BufferedImage decoded) {
    try {
      return declared(picture, decoded)
          .filter(profile -> profile.getColorSpaceType() == ColorSpace.TYPE_RGB)
          .filter(profile -> !isSrgb(profile));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<ICC_Profile> declared(Picture picture, BufferedImage decoded) {
    return switch (picture.format()) {
      case JPEG -> new JpegProfile(picture.bytes()).profile();
      case PNG -> PngHeader.profile(picture.bytes());
      case GIF, WEBP, BMP, TIFF -> inModel(decoded);
    };
  }

  /** The same samples, taken for sRGB. */
  static BufferedImage withoutProfile(BufferedImage image) {
    return isForeign(image.getColorModel()) ? labelled(image, SRGB) : image;
  }

  /** The picture in sRGB, or as it is if the profile turns out to be broken. */
  static BufferedImage toSrgb(BufferedImage image, ICC_Profile profile) {
    var samples = Pixels.opaque(image, BufferedImage.TYPE_3BYTE_BGR);
    var converted =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    try {
      return new ColorConvertOp(null)
          .filter(labelled(samples, new ICC_ColorSpace(profile)), converted);
    } catch (CMMException | IllegalArgumentException broken) {
      return image;
    }
  }

  /** Whether samples of eight bits are labelled with a profile for RGB other than Java's sRGB. */
  private static boolean isForeign(ColorModel model) {
    return model instanceof ComponentColorModel
        && model.getTransferType() == DataBuffer.TYPE_BYTE
        && model.getColorSpace() instanceof ICC_ColorSpace space
        && space.getType() == ColorSpace.TYPE_RGB
        && !space.isCS_sRGB();
  }

  private static Optional<ICC_Profile> inModel(BufferedImage image) {
    return isForeign(image.getColorModel())
        ? Optional.of(((ICC_ColorSpace) image.getColorModel().getColorSpace()).getProfile())
        : Optional.empty();
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
