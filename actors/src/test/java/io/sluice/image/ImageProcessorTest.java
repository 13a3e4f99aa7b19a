package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageProcessorTest {
  private static final long MIB = 1 << 20;

  private final PixelBudget budget = new PixelBudget(64 * MIB);
  private final ImageProcessor processor =
      new ImageProcessor(ImageSettings.DEFAULTS, List.of(new ScrimageEngine()), budget);

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff"})
  void encodes_every_format(String format) {
    var bytes = Pictures.encode(format, Pictures.quarters(1200, 600));

    assertThat(processor.process(bytes))
        .isInstanceOfSatisfying(
            Encoded.class,
            encoded -> {
              assertThat(encoded.width()).isEqualTo(1024);
              assertThat(encoded.height()).isEqualTo(512);
            });
    assertThat(budget.bytesInUse()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"heic, heic", "avif, avif"})
  void keeps_formats_that_nothing_here_decodes(String brand, String extension) {
    assertThat(processor.process(HandMade.isoMedia(brand))).isEqualTo(new Kept(extension));
  }

  @Test
  void keeps_drawings() {
    var declared = "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9'/>";
    var bare = "<svg xmlns='http://www.w3.org/2000/svg' width='9'><rect/></svg>";

    assertThat(processor.process(text(declared))).isEqualTo(new Kept("svg"));
    assertThat(processor.process(text(bare))).isEqualTo(new Kept("svg"));
  }

  @Test
  void finds_what_is_no_image() {
    var random = new byte[5000];
    new Random(3).nextBytes(random);

    assertNoImage(new byte[0], "the file is empty");
    assertNoImage(text("<!DOCTYPE html><html><body>404</body></html>"), "its content is text/html");
    assertNoImage(text("just words"), "its content is text/plain");
    assertNoImage(HandMade.isoMedia("mp42"), "its content is video/mp4");
    assertNoImage(random, "its content is no format that is known");
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg, 50",
    "jpeg, 99",
    "png, 50",
    "png, 99",
    "gif, 50",
    "gif, 99",
    "bmp, 50",
    "tiff, 50"
  })
  void finds_a_file_that_was_cut(String format, int percent) {
    var bytes = Pictures.encode(format, Pictures.quarters(400, 300));

    assertRejected(Arrays.copyOf(bytes, bytes.length * percent / 100), Flaw.TRUNCATED, "");
  }

  @Test
  void finds_a_webp_or_progressive_jpeg_that_was_cut() {
    var webp = HandMade.WEBP;
    var progressive = Pictures.progressive(Pictures.quarters(400, 300));

    assertRejected(Arrays.copyOf(webp, 70), Flaw.TRUNCATED, "after 70 bytes");
    assertRejected(Arrays.copyOf(progressive, progressive.length * 9 / 10), Flaw.TRUNCATED, "");
    assertRejected(Arrays.copyOf(progressive, 60), Flaw.TRUNCATED, "60 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp"})
  void takes_no_offence_at_what_lies_behind_the_end(String format) {
    var bytes = Pictures.encode(format, Pictures.quarters(400, 300));

    assertThat(processor.process(Arrays.copyOf(bytes, bytes.length + 1000)))
        .isInstanceOf(Encoded.class);
  }

  @Test
  void takes_no_end_of_a_thumbnail_for_the_end_of_the_picture() {
    var jpeg = Pictures.jpeg(Pictures.quarters(400, 300));
    var withThumbnail = HandMade.withThumbnail(jpeg, Pictures.jpeg(Pictures.quarters(40, 30)));

    assertThat(processor.process(withThumbnail)).isInstanceOf(Encoded.class);
    assertRejected(Arrays.copyOf(withThumbnail, withThumbnail.length - 2), Flaw.TRUNCATED, "early");
  }

  @Test
  void refuses_a_bomb_by_its_header() {
    var bomb = HandMade.bomb(65_536);

    assertThat(bomb.length).isLessThan(4_000_000);
    assertRejected(
        bomb, Flaw.TOO_LARGE, "65536 x 65536 pixels, more than MAX_IMAGE_PIXELS 100000000");
    assertRejected(
        HandMade.jpegHeader(20_000, 14_000),
        Flaw.TOO_LARGE,
        "20000 x 14000 pixels, more than MAX_IMAGE_PIXELS 100000000");
  }

  @Test
  void refuses_a_file_that_is_too_long() {
    var settings = new ImageSettings(1024, 70, 100_000_000, 99);
    var strict = new ImageProcessor(settings, List.of(new ScrimageEngine()), budget);

    assertThat(strict.process(new byte[100]))
        .isEqualTo(new Rejected(Flaw.TOO_LARGE, "100 bytes, more than MAX_IMAGE_BYTES 99"));
  }

  @Test
  void reduces_a_picture_that_alone_exceeds_the_budget() {
    var tight =
        new ImageProcessor(settings(200), List.of(new ScrimageEngine()), new PixelBudget(2 * MIB));

    assertThat(tight.process(Pictures.jpeg(Pictures.quarters(2000, 1000))))
        .isInstanceOfSatisfying(
            Encoded.class,
            encoded -> {
              assertThat(encoded.width()).isEqualTo(200);
              assertThat(encoded.height()).isEqualTo(100);
            });
  }

  @Test
  void refuses_a_picture_that_exceeds_the_budget_even_reduced() {
    var tight =
        new ImageProcessor(settings(200), List.of(new ScrimageEngine()), new PixelBudget(3 * MIB));
    var progressive = Pictures.progressive(Pictures.quarters(2000, 1000));

    assertThat(tight.process(progressive))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.flaw()).isEqualTo(Flaw.TOO_LARGE);
              assertThat(rejected.reason()).startsWith("2000 x 1000 pixels need").contains("-Xmx");
            });
  }

  @Test
  void refuses_a_jpeg_of_a_thousand_scans() {
    var jpeg = Pictures.progressive(Pictures.quarters(400, 300));

    assertRejected(HandMade.withScans(jpeg, 1000), Flaw.UNSUPPORTED, "more than 500 scans");
  }

  @Test
  void tells_a_broken_picture_from_a_cut_one() {
    var png = Pictures.encode("png", Pictures.quarters(400, 300));
    Arrays.fill(png, 1000, 2000, (byte) 0);

    assertRejected(png, Flaw.CORRUPT, "");
  }

  @Test
  void takes_what_a_decoder_throws_for_a_broken_picture() {
    var jpeg = Pictures.jpeg(Pictures.quarters(40, 30));
    var failing = new ImageProcessor(ImageSettings.DEFAULTS, List.of(new FailingEngine()), budget);

    assertThat(failing.process(jpeg))
        .isEqualTo(new Rejected(Flaw.CORRUPT, "StackOverflowError: two lines"));
    assertThat(budget.bytesInUse()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "tiff", "webp", "progressive"})
  void never_throws_whatever_the_bytes(String format) {
    var bytes =
        switch (format) {
          case "webp" -> HandMade.WEBP;
          case "progressive" -> Pictures.progressive(Pictures.quarters(60, 40));
          default -> Pictures.encode(format, Pictures.quarters(60, 40));
        };
    var random = new Random(11);

    for (var run = 0; run < 300; run++) {
      var broken = bytes.clone();
      for (var flip = 0; flip <= run % 4; flip++) {
        broken[random.nextInt(Math.min(broken.length, 2000))] = (byte) random.nextInt();
      }
      var length = run % 3 == 0 ? random.nextInt(broken.length) : broken.length;
      assertThat(processor.process(Arrays.copyOf(broken, length))).isNotNull();
      assertThat(budget.bytesInUse()).isZero();
    }
  }

  private static ImageSettings settings(int maxWidth) {
    return new ImageSettings(maxWidth, 70, 100_000_000, 64 * MIB);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertNoImage(byte[] bytes, String reason) {
    assertThat(processor.process(bytes)).isEqualTo(new Rejected(Flaw.NOT_AN_IMAGE, reason));
  }

  private void assertRejected(byte[] bytes, Flaw flaw, String reason) {
    assertThat(processor.process(bytes))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.flaw()).as(rejected.reason()).isEqualTo(flaw);
              assertThat(rejected.reason()).contains(reason);
            });
  }

  private static final class FailingEngine implements ImageEngine {
    @Override
    public boolean renders(Picture picture) {
      return true;
    }

    @Override
    public Encoded encode(Picture picture, Target target) {
      throw new StackOverflowError("two\nlines");
    }

    @Override
    public long bytesNeeded(Picture picture, Target target) {
      return 1;
    }
  }
}
