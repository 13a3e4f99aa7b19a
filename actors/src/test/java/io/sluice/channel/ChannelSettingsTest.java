package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.run.RestartSettings;
import io.sluice.settings.InvalidSettingException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelSettingsTest {

  private static ChannelSettings with(Map<String, ?> values) {
    return ChannelSettings.from(
        ConfigFactory.parseMap(values)
            .withFallback(ConfigFactory.parseMap(Map.of("sluice.image-parallelism", 3)))
            .withFallback(ConfigFactory.load()));
  }

  @Test
  void the_defaults() {
    var settings = with(Map.of());
    assertThat(settings.concurrent()).isEqualTo(4);
    assertThat(settings.restarts())
        .isEqualTo(new RestartSettings(5, Duration.ofSeconds(1), Duration.ofSeconds(60)));
    assertThat(settings.imageParallelism()).isEqualTo(3);
    assertThat(settings.store()).isEqualTo(new StoreSettings(500, Duration.ofSeconds(1), 8L << 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "concurrent-limit: 0: CONCURRENT_LIMIT must be a whole number from 1 to 1000",
        "max-restarts: -1: MAX_RESTARTS must be a whole number from 0 to 1000",
        "restart-backoff: 1ms: RESTART_BACKOFF must be a time from 10ms to 600s",
        "restart-backoff-max: 500ms: RESTART_BACKOFF_MAX must be a time from 1s to 3600s",
        "image-parallelism: none: IMAGE_PARALLELISM must be a whole number from 1 to 1024",
        "batch-size: 10001: BATCH_SIZE must be a whole number from 1 to 10000",
        "batch-time: 2h: BATCH_TIME must be a time from 10ms to 60s",
        "batch-bytes: 1KiB: BATCH_BYTES must be a size in bytes from 65536 to 1073741824"
      })
  void a_wrong_setting_is_refused_with_key_value_and_what_is_allowed(String example) {
    var parts = example.split(": ", 3);
    assertThatThrownBy(() -> with(Map.of("sluice." + parts[0], parts[1])))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(parts[2] + ", was " + parts[1]);
  }
}
