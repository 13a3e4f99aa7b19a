package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromptLengthsTest {
  private static final double SHARE = 0.8;

  private final PromptLengths lengths = new PromptLengths();

  private static ModelRequest prompt(int words) {
    return new ModelRequest(
        "Be short.", "some words of a page ".repeat(words / 5), "", Optional.empty(), 10);
  }

  private boolean isCut(int words, double took) {
    var request = prompt(words);
    int most = Tokens.atMost(request.system()) + Tokens.atMost(request.user());
    return lengths.isCut(request, Tokens.atLeast(request.user()), (int) (most * took));
  }

  @Test
  void one_that_happens_to_have_just_so_many_tokens_is_not_taken_for_cut() {
    int just = 0;
    for (int words = 100; words < 8000; words += 5) {
      var request = prompt(words);
      int most = Tokens.atMost(request.system()) + Tokens.atMost(request.user());
      just += (int) (most * SHARE) % 512 == 0 ? 1 : 0;
      assertThat(isCut(words, SHARE)).as(words + " words").isFalse();
    }
    assertThat(just).isPositive();
  }

  @Test
  void one_of_which_just_a_context_was_taken_is_cut() {
    for (int words = 100; words < 1000; words += 5) {
      isCut(words, SHARE);
    }
    var long_ = prompt(6000);
    int most = Tokens.atMost(long_.system()) + Tokens.atMost(long_.user());
    int context = (int) (most * SHARE / 1.3) / 512 * 512;
    assertThat(lengths.isCut(long_, 1, context)).isTrue();
    assertThat(lengths.isCut(long_, 1, context + 1)).isFalse();
  }

  @Test
  void one_of_which_fewer_tokens_were_taken_than_it_has_words_is_cut() {
    assertThat(lengths.isCut(prompt(1000), 1000, 900)).isTrue();
    assertThat(lengths.isCut(prompt(1000), 1000, 1)).as("it was remembered").isFalse();
  }

  @Test
  void what_was_cut_teaches_nothing() {
    for (int time = 0; time < 100; time++) {
      assertThat(lengths.isCut(prompt(1000), 1000, 99)).isTrue();
    }
    assertThat(lengths.isCut(prompt(6000), 1, 2048)).isTrue();
  }
}
