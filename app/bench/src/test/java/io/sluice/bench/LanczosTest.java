package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LanczosTest {
  @Test
  void a_flat_picture_stays_flat() {
    var shrunk = Lanczos.shrink(LumaPictures.of(50, 40, (x, y) -> 77), 13, 7);
    assertThat(shrunk.width()).isEqualTo(13);
    assertThat(shrunk.height()).isEqualTo(7);
    for (float value : shrunk.values()) {
      assertThat(value).isCloseTo(77, within(1e-4f));
    }
  }

  @Test
  void a_slope_keeps_its_height_at_each_place() {
    var shrunk = Lanczos.shrink(LumaPictures.of(120, 90, (x, y) -> x + 2 * y), 40, 30);
    // The kernel reaches over nine pixels; nearer to the rim there is no slope on one side.
    for (int y = 3; y < 27; y++) {
      for (int x = 3; x < 37; x++) {
        float expected = (3 * x + 1) + 2 * (3 * y + 1);
        assertThat(shrunk.values()[y * 40 + x]).isCloseTo(expected, within(1e-3f));
      }
    }
  }

  @Test
  void stripes_finer_than_its_pixels_become_their_mean() {
    var stripes = LumaPictures.of(160, 20, (x, y) -> x % 2 * 200);
    var middle = Arrays.copyOfRange(Lanczos.shrink(stripes, 40, 5).values(), 85, 115);
    for (float value : middle) {
      assertThat(value).isCloseTo(100, within(1f));
    }
  }

  @Test
  void a_picture_in_its_own_size_stays_as_it_is() {
    var picture = LumaPictures.of(17, 12, (x, y) -> (x * 31 + y * 57) % 256);
    var same = Lanczos.shrink(picture, 17, 12);
    for (int i = 0; i < same.values().length; i++) {
      assertThat(same.values()[i]).isCloseTo(picture.values()[i], within(1e-3f));
    }
  }

  @Test
  void it_does_not_enlarge() {
    var picture = LumaPictures.of(17, 12, (x, y) -> 0);
    assertThatIllegalArgumentException().isThrownBy(() -> Lanczos.shrink(picture, 18, 12));
  }
}
