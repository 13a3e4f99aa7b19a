package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.words.ChannelLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceArgumentsTest {
  private static SourceArguments typed(String input, String... words) throws IOException {
    var bytes = input.getBytes(StandardCharsets.UTF_8);
    return SourceArguments.of(List.of(words), new ByteArrayInputStream(bytes));
  }

  private static List<ChannelLink> links(String... names) {
    return List.of(names).stream().map(ChannelLink::new).toList();
  }

  @Test
  void links_are_channels_of_the_web_and_all_else_is_an_export() throws IOException {
    var sources =
        typed("", "@durov", "exports/january", "https://t.me/s/telegram", "/srv/result.json");
    assertThat(sources.links()).isEqualTo(links("durov", "telegram"));
    assertThat(sources.exports())
        .containsExactly(Path.of("exports/january"), Path.of("/srv/result.json"));
    assertThat(sources.complaints()).isEmpty();
  }

  @Test
  void a_plain_word_is_a_path() throws IOException {
    var sources = typed("", "durov");
    assertThat(sources.links()).isEmpty();
    assertThat(sources.exports()).containsExactly(Path.of("durov"));
  }

  @Test
  void a_link_that_is_none_is_complained_of_and_the_others_are_taken() throws IOException {
    var sources = typed("", "@me", "@durov", "https://t.me/+abcdef");
    assertThat(sources.links()).isEqualTo(links("durov"));
    assertThat(sources.complaints())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("@me: 'me' is no name of a channel"),
            second -> assertThat(second).startsWith("https://t.me/+abcdef: an invite link needs"));
  }

  @Test
  void a_hyphen_stands_for_the_lines_of_standard_input() throws IOException {
    var sources = typed("@durov\n  t.me/telegram \r\n\nexports/june\n", "@bbcnews", "-");
    assertThat(sources.links()).isEqualTo(links("bbcnews", "durov", "telegram"));
    assertThat(sources.exports()).containsExactly(Path.of("exports/june"));
  }

  @Test
  void standard_input_is_left_alone_without_a_hyphen() throws IOException {
    assertThat(typed("@durov\n", "@telegram").links()).isEqualTo(links("telegram"));
  }

  @Test
  void lines_may_be_comments_or_empty_and_begin_with_a_mark_of_their_encoding() throws IOException {
    var sources = typed("\uFEFF@durov\n# not these:\n#@telegram\n   \n\t# nor this\n", "-");
    assertThat(sources.links()).isEqualTo(links("durov"));
    assertThat(sources.exports()).isEmpty();
    assertThat(sources.complaints()).isEmpty();
  }

  @Test
  void a_wrong_line_is_complained_of_by_its_number() throws IOException {
    var sources = typed("# channels\n\n@durov\n@1\n", "-");
    assertThat(sources.complaints())
        .singleElement()
        .satisfies(complaint -> assertThat(complaint).startsWith("line 4: @1: "));
  }
}
