package io.sluice.image;

import static io.sluice.image.Colours.assertColour;
import static io.sluice.image.Colours.assertQuarters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.image.ImageEngine.Target;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine does with the kinds of pictures that it renders. */
abstract class ImageEngineContract {
  private static final int[] SCALED_AND_NOT = {50, 1000};
  private static final Color GREY = new Color(127, 127, 127);

  abstract ImageEngine engine();

  @ParameterizedTest
  @CsvSource({
    "1000, 500, 200, 100",
    "1000, 501, 200, 100",
    "500, 1000, 200, 400",
    "201, 300, 200, 299",
    "1999, 2, 16, 1",
    "1000, 1, 16, 1"
  })
  void keeps_the_aspect_ratio(int width, int height, int newWidth, int newHeight) throws Exception {
    var result = encode(Pictures.jpeg(Pictures.quarters(width, height)), newWidth);

    assertThat(result.width()).isEqualTo(newWidth);
    assertThat(result.height()).isEqualTo(newHeight);
    var decoded = Pictures.decode(result.jpeg());
    assertThat(decoded.getWidth()).isEqualTo(newWidth);
    assertThat(decoded.getHeight()).isEqualTo(newHeight);
  }

  @ParameterizedTest
  @CsvSource({"200, 100", "199, 3000", "16, 16", "1, 1", "1, 700", "150, 1", "2, 3"})
  void never_enlarges(int width, int height) throws Exception {
    var result = encode(Pictures.encode("png", Pictures.quarters(width, height)), 200);

    assertThat(result.width()).isEqualTo(width);
    assertThat(result.height()).isEqualTo(height);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turns_every_orientation_upright(int orientation) throws Exception {
    var stored = Pictures.stored(Pictures.quarters(240, 160), orientation);
    var jpeg = HandMade.withOrientation(Pictures.jpeg(stored), orientation);

    for (var width : new int[] {120, 240}) {
      var result = encode(jpeg, width);
      assertThat(result.width()).isEqualTo(width);
      assertThat(result.height()).isEqualTo(width * 2 / 3);
      assertQuarters(Pictures.decode(result.jpeg()));
    }
  }

  @Test
  void lays_transparency_on_white() throws Exception {
    var image = new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB);
    for (var y = 0; y < 100; y++) {
      for (var x = 0; x < 50; x++) {
        image.setRGB(x, y, 0x80000000);
      }
    }
    for (var width : SCALED_AND_NOT) {
      var result = Pictures.decode(encode(Pictures.encode("png", image), width).jpeg());
      assertColour(result, 0.25, 0.5, new Color(127, 127, 127));
      assertColour(result, 0.75, 0.5, Color.WHITE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif"})
  void takes_palettes(String format) throws Exception {
    var image = Pictures.plain(300, 200, BufferedImage.TYPE_BYTE_INDEXED, Color.RED);

    assertPlain(Pictures.encode(format, image), Color.RED);
  }

  @Test
  void takes_the_first_frame_of_an_animation() throws Exception {
    var first = Pictures.plain(300, 200, BufferedImage.TYPE_BYTE_INDEXED, Color.BLUE);
    var second = Pictures.plain(300, 200, BufferedImage.TYPE_BYTE_INDEXED, Color.RED);

    assertPlain(Pictures.animation(first, second), Color.BLUE);
  }

  @Test
  void takes_sixteen_bits_a_sample() throws Exception {
    var colour = Pictures.deep(100, 60, ColorSpace.CS_sRGB, 0xc8c8, 0x6464, 0x3232);
    var grey = Pictures.deep(100, 60, ColorSpace.CS_GRAY, 0x7f7f);

    assertPlain(Pictures.encode("png", colour), new Color(0xc8, 0x64, 0x32));
    assertPlain(Pictures.encode("png", grey), GREY);
  }

  @Test
  void takes_grey() throws Exception {
    var image = new BufferedImage(100, 60, BufferedImage.TYPE_BYTE_GRAY);
    Pictures.fill(image.getRaster(), 127);

    assertPlain(Pictures.jpeg(image), GREY);
  }

  @Test
  void takes_cmyk() throws Exception {
    var white = HandMade.withAdobeMark(Pictures.fourComponents(100, 60, 255, 255, 255, 255));
    var red = HandMade.withAdobeMark(Pictures.fourComponents(100, 60, 255, 0, 0, 255));

    assertPlain(white, Color.WHITE);
    var result = Pictures.decode(encode(red, 50).jpeg()).getRGB(25, 15);
    assertThat(new Color(result).getRed()).isGreaterThan(200);
    assertThat(new Color(result).getBlue()).isLessThan(64);
  }

  @Test
  void takes_progressive_jpegs() throws Exception {
    var image = Pictures.quarters(300, 200);

    var result = encode(Pictures.progressive(image), 150);

    assertQuarters(Pictures.decode(result.jpeg()));
    assertThat(result.jpeg()).isEqualTo(encode(Pictures.jpeg(image), 150).jpeg());
  }

  @Test
  void converts_the_colours_of_a_profile() throws Exception {
    // Half the light is 188 of 255 in sRGB.
    var linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    var image = Pictures.plain(100, 60, BufferedImage.TYPE_3BYTE_BGR, GREY);
    var png =
        HandMade.withChunk(Pictures.encode("png", image), "iCCP", HandMade.profileChunk(linear));

    assertPlain(HandMade.withProfile(Pictures.jpeg(image), linear), new Color(188, 188, 188));
    assertPlain(png, new Color(188, 188, 188));
  }

  @Test
  void takes_a_picture_whose_profile_is_none() throws Exception {
    var noProfile = "no profile at all".repeat(20).getBytes(StandardCharsets.US_ASCII);
    var image = Pictures.plain(100, 60, BufferedImage.TYPE_3BYTE_BGR, GREY);
    var png = HandMade.withChunk(Pictures.encode("png", image), "iCCP", noProfile);

    assertPlain(HandMade.withProfile(Pictures.jpeg(image), noProfile), GREY);
    assertPlain(png, GREY);
  }

  @Test
  void takes_a_picture_whose_profile_is_broken() throws Exception {
    var profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    var jpeg = Pictures.jpeg(Pictures.plain(100, 60, BufferedImage.TYPE_3BYTE_BGR, GREY));
    var random = new Random(5);

    for (var run = 0; run < 300; run++) {
      var broken = profile.clone();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      assertThat(encode(HandMade.withProfile(jpeg, broken), 50).width()).isEqualTo(50);
    }
  }

  @Test
  void takes_webp() throws Exception {
    var still = Pictures.decode(encode(HandMade.WEBP, 32).jpeg());
    assertColour(still, 0.2, 0.5, Color.RED);
    assertColour(still, 0.8, 0.5, Color.BLUE);

    var animated = Pictures.decode(encode(HandMade.WEBP_ANIMATED, 32).jpeg());
    assertColour(animated, 0.2, 0.5, Color.RED);
    assertColour(animated, 0.8, 0.5, Color.BLUE);

    var transparent = Pictures.decode(encode(HandMade.WEBP_WITH_ALPHA, 32).jpeg());
    assertColour(transparent, 0.2, 0.5, Color.WHITE);
    assertColour(transparent, 0.8, 0.5, Color.BLUE);

    var turned = encode(HandMade.WEBP_TO_TURN_RIGHT, 32);
    assertThat(turned.width()).isEqualTo(24);
    assertColour(Pictures.decode(turned.jpeg()), 0.5, 0.2, Color.RED);
  }

  @Test
  void writes_a_baseline_jpeg_without_metadata() throws Exception {
    var image = Pictures.quarters(300, 200);
    var jpeg = HandMade.withOrientation(Pictures.progressive(image), 6);

    var markers = Pictures.markers(encode(jpeg, 150).jpeg());

    assertThat(markers).startsWith(0xd8).endsWith(0xd9).contains(0xc0, 0xda);
    assertThat(markers).doesNotContain(0xc2, 0xe1, 0xe2, 0xed, 0xfe);
  }

  @Test
  void writes_less_at_less_quality_and_always_the_same() throws Exception {
    var jpeg = Pictures.jpeg(Pictures.quarters(300, 200));
    var picture = picture(jpeg);

    var good = engine().encode(picture, new Target(200, 90, 1)).jpeg();
    var poor = engine().encode(picture, new Target(200, 30, 1)).jpeg();

    assertThat(poor.length).isLessThan(good.length / 2);
    assertThat(engine().encode(picture, new Target(200, 90, 1)).jpeg()).isEqualTo(good);
  }

  @Test
  void decodes_at_reduced_size() throws Exception {
    var jpeg = Pictures.jpeg(Pictures.quarters(1000, 500));

    var whole = engine().encode(picture(jpeg), new Target(200, 70, 4));
    var reduced = engine().encode(picture(jpeg), new Target(900, 70, 4));

    assertThat(whole.width()).isEqualTo(200);
    assertThat(whole.height()).isEqualTo(100);
    assertQuarters(Pictures.decode(whole.jpeg()));
    assertThat(reduced.width()).isEqualTo(250);
    assertThat(reduced.height()).isEqualTo(125);
    assertThat(engine().bytesNeeded(picture(jpeg), new Target(900, 70, 4)))
        .isLessThan(engine().bytesNeeded(picture(jpeg), new Target(900, 70, 1)) / 2);
  }

  @Test
  void finds_the_missing_rest_of_a_jpeg_that_has_an_end() {
    var jpeg = Pictures.jpeg(Pictures.quarters(300, 200));
    var cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertThatThrownBy(() -> encode(cut, 100))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.TRUNCATED));
  }

  @Test
  void refuses_what_is_too_high_for_a_jpeg() {
    var png = Pictures.encode("png", new BufferedImage(4, 65_501, BufferedImage.TYPE_BYTE_GRAY));

    assertThatThrownBy(() -> encode(png, 100))
        .isInstanceOfSatisfying(
            UndecodableException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.UNSUPPORTED))
        .hasMessageContaining("4 x 65501 pixels");
  }

  private ImageResult.Encoded encode(byte[] bytes, int maxWidth) throws UndecodableException {
    var picture = picture(bytes);
    assumeTrue(engine().renders(picture), "left to another engine");
    return engine().encode(picture, new Target(maxWidth, 80, 1));
  }

  private static Picture picture(byte[] bytes) throws UndecodableException {
    var format = ContentType.of(bytes).format().orElseThrow();
    return new Inspection(100_000_000).inspect(format, bytes);
  }

  private void assertPlain(byte[] bytes, Color colour) throws UndecodableException {
    for (var width : SCALED_AND_NOT) {
      assertColour(Pictures.decode(encode(bytes, width).jpeg()), 0.5, 0.5, colour);
    }
  }
}
