package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import java.awt.Color;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;

/** What should become of a specimen. */
sealed interface Expectation {

  void check(ImageResult result, int maxWidth);

  /** A picture of one colour. */
  static Expectation plain(int width, int height, Color colour) {
    return new Shows(width, height, List.of(new Spot(0.5, 0.5, colour)));
  }

  /** The left half of one colour and the right half of another. */
  static Expectation halves(int width, int height, Color left, Color right) {
    return new Shows(width, height, List.of(new Spot(0.2, 0.5, left), new Spot(0.8, 0.5, right)));
  }

  static Expectation quarters(int width, int height) {
    return new Shows(
        width,
        height,
        List.of(
            new Spot(0.2, 0.2, Pictures.TOP_LEFT),
            new Spot(0.8, 0.2, Pictures.TOP_RIGHT),
            new Spot(0.2, 0.8, Pictures.BOTTOM_LEFT),
            new Spot(0.8, 0.8, Pictures.BOTTOM_RIGHT)));
  }

  static Expectation fails(Flaw first, Flaw... others) {
    return new Fails(Set.copyOf(EnumSet.of(first, others)));
  }

  /** A colour at a place, given in parts of the width and the height. */
  record Spot(double x, double y, Color colour) {}

  /**
   * A picture upright.
   *
   * @param width in pixels, before it is made narrower
   */
  record Shows(int width, int height, List<Spot> spots) implements Expectation {
    private static final Offset<Integer> TOLERANCE = Offset.offset(3);

    @Override
    public void check(ImageResult result, int maxWidth) {
      assertThat(result).isInstanceOf(Encoded.class);
      var encoded = (Encoded) result;
      var scale = Math.min(1, maxWidth / (double) width);
      assertThat(encoded.width()).as("width").isEqualTo(Math.min(width, maxWidth));
      assertThat(encoded.height())
          .as("height")
          .isEqualTo((int) Math.max(1, Math.round(height * scale)));
      var image = Pictures.decode(encoded.jpeg());
      assertThat(image.getWidth()).isEqualTo(encoded.width());
      assertThat(image.getHeight()).isEqualTo(encoded.height());
      for (var spot : spots) {
        Colours.assertColour(image, spot.x, spot.y, spot.colour, TOLERANCE);
      }
    }
  }

  record Keeps(String extension) implements Expectation {
    @Override
    public void check(ImageResult result, int maxWidth) {
      assertThat(result).isEqualTo(new Kept(extension));
    }
  }

  /** A rejection by one of these flaws, where it is a matter of view which. */
  record Fails(Set<Flaw> flaws) implements Expectation {
    @Override
    public void check(ImageResult result, int maxWidth) {
      assertThat(result).isInstanceOf(Rejected.class);
      var rejected = (Rejected) result;
      assertThat(rejected.flaw()).as(rejected.reason()).isIn(flaws);
      assertThat(rejected.reason()).isNotBlank();
    }
  }

  /** Whatever, as long as it comes. */
  record Ends() implements Expectation {
    @Override
    public void check(ImageResult result, int maxWidth) {
      assertThat(result).isNotNull();
    }
  }

  /** One or the other, by what the codecs of this machine can. */
  record Either(Expectation one, Expectation other) implements Expectation {
    @Override
    public void check(ImageResult result, int maxWidth) {
      (result instanceof Encoded ? one : other).check(result, maxWidth);
    }
  }
}
