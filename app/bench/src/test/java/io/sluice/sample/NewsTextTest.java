package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewsTextTest {
  private static final int LONGEST_MESSAGE = 4_096;

  private final Random random = new Random(1);
  private final List<List<TextPart>> posts =
      Stream.generate(() -> NewsText.post(random)).limit(3_000).toList();

  @Test
  void uses_the_forms_that_telegram_knows() {
    assertThat(posts.stream().flatMap(List::stream).map(TextPart::type).distinct())
        .contains(
            "plain",
            "bold",
            "italic",
            "link",
            "text_link",
            "hashtag",
            "mention",
            "email",
            "code",
            "pre",
            "spoiler",
            "strikethrough");
  }

  @Test
  void leaves_no_brace_unfilled_and_no_part_empty() {
    assertThat(posts.stream().flatMap(List::stream))
        .noneMatch(part -> part.text().isEmpty())
        .noneMatch(part -> part.text().contains("{") || part.text().contains("}"));
  }

  @Test
  void lengths_vary_within_what_telegram_allows() {
    var lengths = posts.stream().map(NewsTextTest::text).map(String::length).toList();

    assertThat(lengths).allMatch(length -> length > 0 && length <= LONGEST_MESSAGE);
    assertThat(lengths).anyMatch(length -> length < 60).anyMatch(length -> length > 1_000);
  }

  @Test
  void other_scripts_and_emoji_turn_up() {
    assertThat(posts.stream().map(NewsTextTest::text))
        .anyMatch(text -> text.contains("Паром"))
        .anyMatch(text -> text.contains("満潮"))
        .anyMatch(text -> text.contains("🦭"));
  }

  private static String text(List<TextPart> parts) {
    return parts.stream().map(TextPart::text).collect(Collectors.joining());
  }
}
