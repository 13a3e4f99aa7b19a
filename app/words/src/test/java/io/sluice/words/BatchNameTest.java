package io.sluice.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"pictures", "files-12", "Bilder vom Mai", "12a", "...", "港の写真", "a.b"})
  void what_people_call_things_is_a_name(String name) {
    assertThat(BatchName.checked(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "12", "007", ".", "..", "a/b", "a\\b", " a", "a ", "a\nb", "a\u202eb"})
  void what_is_no_part_of_an_address_or_is_a_number_is_none(String name) {
    assertThatThrownBy(() -> BatchName.checked(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be 1 to 200 characters");
    assertThatThrownBy(() -> BatchName.checked("a".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
