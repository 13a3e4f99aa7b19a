package io.sluice.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageWordsTest {
  private static final List<String> WORDS =
      List.of("=404", "=one moment", "error 404", "not found");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          404; 404
          (404); 404
          404 | company ltd; 404
          company ltd - 404!; 404
          error 404: nothing; error 404
          pagenot founded; not found
          one moment…; one moment
          one moment, please; one moment
          company 404 ltd;
          company 2404 ltd;
          agency 404;
          tel. 0404 4040;
          (404) 555-0100;
          404-555-0100;
          room 404b;
          one moment photography;
          """)
  void a_word_alone_is_found_where_nothing_else_is_said(String text, String found) {
    assertThat(PageWords.foundIn(text, WORDS)).isEqualTo(found);
  }
}
