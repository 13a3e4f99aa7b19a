package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static SettingsReader reading(String value) {
    return new SettingsReader(ConfigFactory.parseMap(Map.of("sluice.some-key", value)));
  }

  private static void assertRefused(
      String value, Function<SettingsReader, ?> read, String complaint) {
    assertThatThrownBy(() -> read.apply(reading(value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("SOME_KEY must be " + complaint + ", was " + value)
        .extracting(e -> ((InvalidSettingException) e).key())
        .isEqualTo("SOME_KEY");
  }

  @Test
  void the_name_that_users_know_and_the_path_tell_each_other() {
    assertThat(SettingsReader.path("BATCH_SIZE")).isEqualTo("sluice.batch-size");
    assertThat(SettingsReader.key("batch-size")).isEqualTo("BATCH_SIZE");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "' 500 ', 500", "1000, 1000"})
  void reads_a_whole_number_up_to_its_bounds(String value, int meant) {
    assertThat(reading(value).integer("SOME_KEY", 1, 1000)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "-5", "ten", "1.5", "99999999999", "9999999999999999999"})
  void refuses_what_is_no_whole_number_in_its_bounds(String value) {
    assertRefused(value, r -> r.integer("SOME_KEY", 1, 1000), "a whole number from 1 to 1000");
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024", "1KiB, 1024", "2 MiB, 2097152", "1kB, 1000"})
  void reads_a_size(String value, long meant) {
    assertThat(reading(value).bytes("SOME_KEY", 1000, 1L << 30)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2GiB", "99999999999999999999TiB", "-1MiB"})
  void refuses_a_size_out_of_bounds(String value) {
    assertThatThrownBy(() -> reading(value).bytes("SOME_KEY", 1000, 1L << 30))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("SOME_KEY must be a size")
        .hasMessageEndingWith(", was " + value);
  }

  @Test
  void refuses_what_is_no_size() {
    assertRefused("big", r -> r.bytes("SOME_KEY", 0, 100), "a size such as 64MiB");
  }

  @ParameterizedTest
  @CsvSource({"1s, 1000", "1500ms, 1500", "1 minute, 60000"})
  void reads_a_time(String value, long millis) {
    assertThat(reading(value).duration("SOME_KEY", SECOND, Duration.ofMinutes(1)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"999ms", "61s", "-1s", "999999999999d"})
  void refuses_a_time_out_of_bounds(String value) {
    assertRefused(
        value, r -> r.duration("SOME_KEY", SECOND, Duration.ofMinutes(1)), "a time from 1s to 60s");
  }

  @Test
  void refuses_what_is_no_time() {
    assertRefused(
        "soon", r -> r.duration("SOME_KEY", SECOND, SECOND.multipliedBy(2)), "a time such as 30s");
  }

  @Test
  void bounds_below_a_second_are_told_in_milliseconds() {
    assertRefused(
        "1ms",
        r -> r.duration("SOME_KEY", Duration.ofMillis(10), SECOND),
        "a time from 10ms to 1s");
  }

  @Test
  void reads_a_flag_and_refuses_others() {
    assertThat(reading("true").flag("SOME_KEY")).isTrue();
    assertThat(reading("false").flag("SOME_KEY")).isFalse();
    assertRefused("maybe", r -> r.flag("SOME_KEY"), "true or false");
  }

  @Test
  void reads_a_word_in_any_case_and_names_those_allowed() {
    assertThat(reading("JSON").word("SOME_KEY", "text", "json")).isEqualTo("json");
    assertRefused("xml", r -> r.word("SOME_KEY", "text", "json"), "text or json");
  }

  @Test
  void an_empty_text_is_none() {
    assertThat(reading("  ").optional("SOME_KEY")).isEmpty();
    assertThat(reading(" a ").optional("SOME_KEY")).contains("a");
  }

  @Test
  void an_empty_value_is_called_so() {
    assertThatThrownBy(() -> reading("").integer("SOME_KEY", 1, 2))
        .hasMessage("SOME_KEY must be a whole number from 1 to 2, was empty");
  }

  @Test
  void reads_a_path_and_refuses_none() {
    assertThat(reading("data").file("SOME_KEY")).isEqualTo(Path.of("data"));
    assertThatThrownBy(() -> reading(" ").file("SOME_KEY"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("SOME_KEY must name a directory");
    assertRefused("a\0b", r -> r.file("SOME_KEY"), "a path");
  }

  @Test
  void reads_a_list_without_its_empty_parts() {
    assertThat(reading(" a b ;; c ;").list("SOME_KEY")).isEqualTo(List.of("a b", "c"));
    assertThat(reading("").list("SOME_KEY")).isEmpty();
  }
}
