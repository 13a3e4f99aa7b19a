package io.sluice.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWordsTest {
  private static final List<String> WORDS = List.of("not found", "404");

  @ParameterizedTest
  @CsvSource({
    "404, 404",
    "error 404: nothing, 404",
    "company 2404 or 404, 404",
    "(404), 404",
    "company 2404 ltd, ",
    "tel. 0404 4040, ",
    "room 404b, ",
    "pagenot founded, not found",
  })
  void a_number_is_found_where_it_stands_by_itself(String text, String found) {
    assertThat(PageWords.foundIn(text, WORDS)).isEqualTo(found);
  }
}
