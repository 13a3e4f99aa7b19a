package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepSettingsTest {
  private static SweepSettings of(String interval) {
    return SweepSettings.from(
        ConfigFactory.parseString("sluice.sweep-interval = \"" + interval + "\""));
  }

  @Test
  void a_sweep_comes_once_a_day_unless_the_setting_says_otherwise() {
    assertThat(SweepSettings.from(ConfigFactory.defaultReference()).interval())
        .contains(Duration.ofDays(1));
    assertThat(of("90m").interval()).contains(Duration.ofMinutes(90));
    assertThat(of("off").interval()).isEqualTo(Optional.empty());
    assertThat(of("OFF").interval()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"59s", "31d", "0", "", "on", "24"})
  void no_other_interval_is_taken(String interval) {
    assertThatThrownBy(() -> of(interval))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("SWEEP_INTERVAL must be ");
  }
}
