package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextAgreementTest {
  @Test
  void counts_each_word_as_often_as_both_have_it() {
    var one = Map.of("tide", 2, "ebb", 1);

    assertThat(TextAgreement.f1(one, one)).isEqualTo(1);
    assertThat(TextAgreement.f1(one, Map.of("tide", 1, "flow", 1))).isEqualTo(2.0 / 5);
    assertThat(TextAgreement.f1(one, Map.of())).isZero();
    assertThat(TextAgreement.f1(Map.of(), Map.of())).isEqualTo(1);
  }
}
