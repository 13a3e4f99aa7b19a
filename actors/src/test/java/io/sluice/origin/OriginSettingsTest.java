package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginSettingsTest {
  private static OriginSettings with(Map<String, String> settings) {
    return OriginSettings.from(
        ConfigFactory.parseMap(settings).withFallback(ConfigFactory.defaultReferenceUnresolved()));
  }

  @Test
  void the_defaults() {
    assertThat(with(Map.of())).isEqualTo(new OriginSettings(1, 20, 5));
  }

  @Test
  void every_key_is_mapped() {
    var settings =
        with(
            Map.of(
                "sluice.telegram-page-rate", "0.5",
                "sluice.telegram-photo-rate", "7",
                "sluice.site-rate", "0.2"));
    assertThat(settings).isEqualTo(new OriginSettings(0.5, 7, 0.2));
    assertThat(settings.perSecond(OriginName.Kind.TELEGRAM_PAGE)).isEqualTo(0.5);
    assertThat(settings.perSecond(OriginName.Kind.TELEGRAM_PHOTO)).isEqualTo(7);
    assertThat(settings.perSecond(OriginName.Kind.SITE)).isEqualTo(0.2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.001", "1001", "fast", "NaN"})
  void a_rate_that_is_none_is_refused(String rate) {
    assertThatThrownBy(() -> with(Map.of("sluice.telegram-page-rate", rate)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("TELEGRAM_PAGE_RATE must be ");
  }

  @ParameterizedTest
  @EnumSource
  void a_name_comes_back_from_sharding_as_it_was(OriginName.Kind kind) {
    var name = new OriginName(kind, "cdn4.telesco.pe:8443");
    assertThat(OriginName.ofEntityId(name.entityId())).isEqualTo(name);
    assertThat(name.toString()).startsWith("cdn4.telesco.pe:8443 (");
  }
}
