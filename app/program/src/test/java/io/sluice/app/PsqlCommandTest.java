package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class PsqlCommandTest {
  private static final DatabaseAddress ADDRESS =
      DatabaseAddress.parse("postgresql://u@127.0.0.1:1/x");

  private static List<String> behindTheName(String... arguments) {
    var words = PsqlCommand.words(ADDRESS, List.of(arguments));
    return words.subList(3, words.size());
  }

  @Test
  void one_word_that_is_no_option_is_run_as_sql() {
    assertThat(behindTheName("select 1")).containsExactly("--command", "select 1");
  }

  @Test
  void options_go_to_psql_as_they_are() {
    assertThat(behindTheName()).isEmpty();
    assertThat(behindTheName("-l")).containsExactly("-l");
    assertThat(behindTheName("-At", "-c", "select 1")).containsExactly("-At", "-c", "select 1");
  }
}
