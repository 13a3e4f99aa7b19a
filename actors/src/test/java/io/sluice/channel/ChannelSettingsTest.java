package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    assertThat(settings.maxRestarts()).isEqualTo(5);
    assertThat(settings.minBackoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.maxBackoff()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.imageParallelism()).isEqualTo(3);
    assertThat(settings.store()).isEqualTo(new StoreSettings(500, Duration.ofSeconds(1), 8L << 20));
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "50, 60000", "5000, 60000"})
  void a_wait_doubles_up_to_the_longest_and_is_at_most_a_fifth_more(int failures, long millis) {
    var settings = with(Map.of());
    for (int i = 0; i < 200; i++) {
      assertThat(settings.backoff(failures).toNanos())
          .isBetween(millis * 1_000_000, millis * 1_200_000);
    }
  }

  @Test
  void two_that_failed_together_do_not_come_back_together() {
    var settings = with(Map.of());
    var waits = new HashSet<Duration>();
    IntStream.range(0, 50).forEach(i -> waits.add(settings.backoff(1)));
    assertThat(waits).hasSizeGreaterThan(40);
  }

  @Test
  void the_longest_wait_may_be_the_first() {
    var settings = with(Map.of("sluice.restart-backoff", "5s", "sluice.restart-backoff-max", "5s"));
    assertThat(settings.backoff(9)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
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
