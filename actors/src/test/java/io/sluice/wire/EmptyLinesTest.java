package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyLinesTest {
  private static final Pattern EMPTY = Pattern.compile("\n(?=\r?\n)");

  private static byte[] bytes(String text) {
    return text.replace("n", "\n").replace("r", "\r").getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "ann,1,3",
    "arnrn,1,5",
    "nnnn,1,2",
    "nnnn,2,3",
    "nnnn,3,4",
    "nrnrn,2,5",
    "nrn,1,3",
    "nrrn,1,4",
    "aann,1,4",
    "anan,1,4",
    "n,1,1",
    "'',1,0",
    "annb,1,3",
    "annb,2,4"
  })
  void the_byte_behind_so_many_is_found(String text, int count, int end) {
    assertThat(EmptyLines.after(count, bytes(text), 0)).isEqualTo(end);
  }

  @Test
  void it_finds_what_an_expression_finds() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var letters = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        letters.append("nnrab".charAt(random.nextInt(5)));
      }
      var bytes = bytes(letters.toString());
      int from = random.nextInt(bytes.length + 1);
      var ends = new ArrayList<Integer>();
      var text = new String(bytes, StandardCharsets.US_ASCII);
      EMPTY
          .matcher(text)
          .results()
          .filter(found -> found.start() >= from)
          .map(found -> text.indexOf('\n', found.end()) + 1)
          .forEach(ends::add);
      for (int count = 1; count < 5; count++) {
        assertThat(EmptyLines.after(count, bytes, from))
            .as("%s from %d, %d of them", letters, from, count)
            .isEqualTo(ends.size() < count ? bytes.length : ends.get(count - 1));
      }
    }
  }
}
