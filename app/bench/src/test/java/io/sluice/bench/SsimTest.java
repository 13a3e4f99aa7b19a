package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SsimTest {
  private static final Luma WAVES =
      LumaPictures.of(40, 30, (x, y) -> (int) (128 + 100 * Math.sin(x / 3.0) * Math.cos(y / 4.0)));

  @Test
  void a_picture_is_like_itself() {
    assertThat(Ssim.of(WAVES, WAVES)).isCloseTo(1, within(1e-9));
  }

  @Test
  void noise_makes_it_less_alike_and_more_noise_still_less() {
    double little = Ssim.of(WAVES, noisy(10));
    double much = Ssim.of(WAVES, noisy(60));
    assertThat(little).isBetween(0.7, 0.999);
    assertThat(much).isLessThan(little - 0.1);
  }

  @Test
  void flat_pictures_differ_by_their_brightness_alone() {
    double c1 = 2.55 * 2.55;
    double expected = (2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1);
    assertThat(Ssim.of(flat(100), flat(120))).isCloseTo(expected, within(1e-6));
  }

  @Test
  void a_lone_pixel_weighs_as_the_middle_of_the_window() {
    // In the one window of 11 x 11: the weight of its middle is w, so that the means are 100 and
    // 100 + 50 w, and the one variance that is not 0 is 2500 (w - w²).
    double sum = 0;
    for (int i = -5; i <= 5; i++) {
      sum += Math.exp(-i * i / 4.5);
    }
    double w = 1 / (sum * sum);
    double mean = 100 + 50 * w;
    double c1 = 2.55 * 2.55;
    double c2 = 7.65 * 7.65;
    double expected =
        (2 * 100 * mean + c1) / (100 * 100 + mean * mean + c1) * c2 / (2_500 * (w - w * w) + c2);
    var dotted = LumaPictures.of(11, 11, (x, y) -> x == 5 && y == 5 ? 150 : 100);
    assertThat(Ssim.of(flat(100), dotted)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void pictures_of_different_or_too_small_sizes_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Ssim.of(WAVES, flat(0)));
    var small = LumaPictures.of(10, 11, (x, y) -> 0);
    assertThatIllegalArgumentException().isThrownBy(() -> Ssim.of(small, small));
  }

  private static Luma flat(int luma) {
    return LumaPictures.of(11, 11, (x, y) -> luma);
  }

  private static Luma noisy(int strength) {
    var random = new Random(1);
    return LumaPictures.of(
        WAVES.width(),
        WAVES.height(),
        (x, y) ->
            (int) WAVES.values()[y * WAVES.width() + x] + random.nextInt(2 * strength) - strength);
  }
}
