package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class ImageSettingsTest {

  @Test
  void has_the_defaults_that_users_know() {
    assertThat(ImageSettings.DEFAULTS)
        .isEqualTo(new ImageSettings(1024, 70, 100_000_000, 67_108_864));
  }

  @Test
  void names_the_key_the_range_and_the_value() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSettings(1024, 0, 1, 1))
        .withMessage("IMAGE_QUALITY must be 1 to 100, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSettings(15, 70, 1, 1))
        .withMessage("MAX_IMAGE_WIDTH must be 16 to 16384, was 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSettings(1024, 70, 0, 1))
        .withMessageStartingWith("MAX_IMAGE_PIXELS must be 1 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSettings(1024, 70, 1, 0))
        .withMessageStartingWith("MAX_IMAGE_BYTES must be 1 to");
  }
}
