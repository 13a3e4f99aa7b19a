package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/**
 * How much stored pictures look like their original: it goes in and is shrunk without haste, then
 * come stored ones, each with its structural similarity to that.
 */
record Likeness(Luma reference) {

  /**
   * @param maxWidth of the stored pictures, in pixels
   * @throws IOException if ImageIO does not decode it
   */
  static Likeness to(Path original, int maxWidth) throws IOException {
    var whole = read(original);
    int width = Math.min(whole.width(), maxWidth);
    long height = Math.round(whole.height() * (double) width / whole.width());
    return new Likeness(Lanczos.shrink(whole, width, (int) Math.max(1, height)));
  }

  /** Empty if it has another form, as where only one of them was turned upright. */
  OptionalDouble of(Path stored) throws IOException {
    var picture = read(stored);
    // Engines do not round alike.
    if (picture.width() != reference.width()
        || Math.abs(picture.height() - reference.height()) > 1) {
      return OptionalDouble.empty();
    }
    int rows = Math.min(picture.height(), reference.height());
    return OptionalDouble.of(Ssim.of(picture.rows(rows), reference.rows(rows)));
  }

  private static Luma read(Path file) throws IOException {
    var image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException(file + " cannot be decoded");
    }
    return Luma.of(image);
  }
}
