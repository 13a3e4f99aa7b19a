package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.Sources;
import io.sluice.channel.Terms;
import io.sluice.node.KnownSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceArgumentsTest {
  private static final Sources KNOWN = KnownSources.from(ConfigFactory.load());

  private static SourceArguments typed(String input, String... words) throws IOException {
    var bytes = input.getBytes(StandardCharsets.UTF_8);
    return SourceArguments.of(KNOWN, List.of(words), new ByteArrayInputStream(bytes));
  }

  private static List<String> words(SourceArguments sources, String kind) {
    return sources.typed().stream()
        .filter(source -> source.kind().name().equals(kind))
        .map(SourceArguments.Typed::word)
        .toList();
  }

  private static List<String> links(SourceArguments sources) throws IOException {
    var links = new ArrayList<String>();
    for (var source : sources.typed()) {
      if (!source.kind().readsFiles()) {
        links.add(source.kind().offer(source.word(), Terms.ALL).place());
      }
    }
    return links;
  }

  private static List<String> exports(SourceArguments sources) {
    return words(sources, "telegram-export");
  }

  @Test
  void links_are_channels_of_the_web_and_all_else_is_an_export() throws IOException {
    var sources =
        typed("", "@durov", "exports/january", "https://t.me/s/telegram", "/srv/result.json");
    assertThat(words(sources, "telegram-web")).containsExactly("@durov", "https://t.me/s/telegram");
    assertThat(links(sources)).containsExactly("@durov", "@telegram");
    assertThat(exports(sources)).containsExactly("exports/january", "/srv/result.json");
    assertThat(sources.complaints()).isEmpty();
  }

  @Test
  void what_lies_here_comes_first_since_a_channel_of_the_web_may_be_in_it() throws IOException {
    assertThat(typed("", "@durov", "exports/january", "@telegram", "exports/june").typed())
        .extracting(SourceArguments.Typed::word)
        .containsExactly("exports/january", "exports/june", "@durov", "@telegram");
  }

  @Test
  void a_plain_word_is_a_path() throws IOException {
    var sources = typed("", "durov");
    assertThat(links(sources)).isEmpty();
    assertThat(exports(sources)).containsExactly("durov");
  }

  @Test
  void a_link_that_is_none_is_complained_of_and_the_others_are_taken() throws IOException {
    var sources = typed("", "@me", "@durov", "https://t.me/+abcdef");
    assertThat(links(sources)).containsExactly("@durov");
    assertThat(sources.complaints())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("@me: 'me' is no name of a channel"),
            second -> assertThat(second).startsWith("https://t.me/+abcdef: an invite link needs"));
  }

  @Test
  void a_hyphen_stands_for_the_lines_of_standard_input() throws IOException {
    var sources = typed("@durov\n  t.me/telegram \r\n\nexports/june\n", "@bbcnews", "-");
    assertThat(links(sources)).containsExactly("@bbcnews", "@durov", "@telegram");
    assertThat(exports(sources)).containsExactly("exports/june");
  }

  @Test
  void standard_input_is_left_alone_without_a_hyphen() throws IOException {
    assertThat(links(typed("@durov\n", "@telegram"))).containsExactly("@telegram");
  }

  @Test
  void lines_may_be_comments_or_empty_and_begin_with_a_mark_of_their_encoding() throws IOException {
    var sources = typed("\uFEFF@durov\n# not these:\n#@telegram\n   \n\t# nor this\n", "-");
    assertThat(links(sources)).containsExactly("@durov");
    assertThat(exports(sources)).isEmpty();
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
