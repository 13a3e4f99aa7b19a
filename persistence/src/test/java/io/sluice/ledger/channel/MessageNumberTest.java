package io.sluice.ledger.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageNumberTest {
  private static final long GREATEST = (1L << 53) - 1;

  /** What is stored under a number stays there: sha256sum gives the first 53 bits of these. */
  @ParameterizedTest
  @CsvSource({
    "abc, 6560798095827001",
    "https://example.org/news/1, 4525364556596293",
    "Größe, 6152351405773644"
  })
  void an_id_has_the_same_number_for_ever(String own, long number) {
    assertThat(MessageNumber.of(own)).isEqualTo(number);
  }

  @Test
  void a_hundred_thousand_addresses_have_as_many_numbers_that_any_json_can_hold() {
    Set<Long> numbers =
        IntStream.range(0, 100_000)
            .mapToObj(nr -> MessageNumber.of("https://example.org/news/" + nr))
            .collect(Collectors.toSet());
    assertThat(numbers).hasSize(100_000).allMatch(number -> number > 0 && number <= GREATEST);
    assertThat(numbers).anyMatch(number -> number > GREATEST / 2);
    assertThat((long) (double) GREATEST).isEqualTo(GREATEST);
  }

  @Test
  void ids_are_told_apart_by_every_letter_of_them() {
    assertThat(MessageNumber.of("a/1")).isNotEqualTo(MessageNumber.of("a/1 "));
    assertThat(MessageNumber.of("a/1")).isNotEqualTo(MessageNumber.of("A/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void without_an_id_there_is_no_number(String own) {
    assertThatThrownBy(() -> MessageNumber.of(own)).isInstanceOf(IllegalArgumentException.class);
  }
}
