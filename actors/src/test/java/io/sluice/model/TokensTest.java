package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is guessed of how many tokens a text is. */
class TokensTest {

  /** Counted with the table of llama 3 or GPT-4, whichever has more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The quick brown fox jumps over the lazy dog. | 10",
        "Invoice No. 2024-0815: 1,200.50 EUR due 30.11. | 23",
        "Donaudampfschifffahrtsgesellschaft | 11",
        "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430? | 8",
        "\u6771\u4eac\u306f\u65e5\u672c\u306e\u9996\u90fd\u3067\u3059 | 9"
      })
  void a_text_has_between_the_least_and_the_most(String text, int tokens) {
    assertThat(Tokens.atLeast(text)).isLessThanOrEqualTo(tokens);
    assertThat(Tokens.atMost(text)).isGreaterThanOrEqualTo(tokens);
  }

  @Test
  void words_are_counted_and_nothing_else() {
    assertThat(Tokens.atLeast("")).isZero();
    assertThat(Tokens.atLeast(" one two-three  \n 4, ... five! ")).isEqualTo(4);
  }

  @Test
  void what_is_cut_has_no_more_and_no_half_signs() {
    var text = "\ud83d\udc4d and words ".repeat(100);
    for (int tokens = 0; tokens < 40; tokens++) {
      var first = Tokens.first(text, tokens);
      var last = Tokens.last(text, tokens);
      assertThat(text).startsWith(first).endsWith(last);
      assertThat(Tokens.atMost(first)).isLessThanOrEqualTo(tokens + 1);
      assertThat(Tokens.atMost(last)).isLessThanOrEqualTo(tokens + 1);
      assertThat(first + last).doesNotMatch("(?s).*[\ud800-\udbff](?![\udc00-\udfff]).*");
    }
    assertThat(Tokens.first(text, 10_000)).isEqualTo(text);
    assertThat(Tokens.last(text, 10_000)).isEqualTo(text);
  }
}
