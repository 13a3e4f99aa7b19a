package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key tells which bytes the name of a file had that was sent. */
class SentKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a b+c", "per%cent", "%25", "new\nline", "back\\slash", "файл/😀", "a/b.jpg"})
  void names_come_back_as_they_were(String name) {
    var key = SentKey.of(name.getBytes(StandardCharsets.UTF_8));
    assertThat(SentKey.decoded(key)).isEqualTo(name);
    assertThat(key).doesNotContain("\n").doesNotContain("\\");
    assertThat(SentKey.fileName("uploads/some-upload/" + key))
        .contains(name.substring(name.lastIndexOf('/') + 1));
  }

  @Test
  void names_that_are_no_text_have_keys_of_their_own() {
    assertThat(SentKey.of(new byte[] {'f', (byte) 0xff, (byte) 0xc3})).isEqualTo("f%FF%C3");
    assertThat(SentKey.of(new byte[] {'f', (byte) 0xfe, (byte) 0xc3})).isEqualTo("f%FE%C3");
    assertThat(SentKey.of("\uFFFD".getBytes(StandardCharsets.UTF_8))).isEqualTo("%EF%BF%BD");
    assertThat(SentKey.fileName("files/ab/f%FF")).isEmpty();
  }
}
