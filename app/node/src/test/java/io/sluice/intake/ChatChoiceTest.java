package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.SourceSpec;
import io.sluice.export.Enclosure;
import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import io.sluice.telegram.ExportChat;
import io.sluice.telegram.ExportIndex;
import io.sluice.words.ChannelLink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChoiceTest {
  private static final ExportFile JANUARY = file("/exports/january/result.json");
  private static final ExportFile JUNE = file("/exports/june/result.json");

  private static ExportFile file(String path) {
    var there = Path.of(path);
    return new ExportFile(
        there, ExportBounds.NONE, there, new Enclosure(there.getParent()), 1000, 0);
  }

  private static ExportChat chat(ExportFile file, String type, long id, String name) {
    return new ExportChat(file, type, id, name, 1, 10, 900);
  }

  private static ExportIndex index(ExportFile file, ExportChat... chats) {
    return new ExportIndex(file, List.of(chats), List.of(), null);
  }

  private static ChatChoice choosing(String... wanted) {
    return new ChatChoice(List.of(wanted), null, 0);
  }

  private static final ExportIndex TWO =
      index(
          JANUARY,
          chat(JANUARY, "public_channel", 5, "Harbour News"),
          chat(JANUARY, "personal_chat", 5, "Ann"));

  @Test
  void by_default_all_chats_are_collected_each_as_its_own_channel() {
    var choice = choosing();
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:channel:5", "telegram:user:5");
    assertThat(choice.chosen().values())
        .extracting(ChatChoice.Chosen::name)
        .containsExactly("Harbour News", "Ann");
    assertThat(choice.unmatched()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Harbour News", "harbour news", "telegram:channel:5"})
  void a_chat_is_chosen_by_name_or_identity(String wanted) {
    var choice = choosing(wanted);
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:channel:5");
    assertThat(choice.unmatched()).isEmpty();
  }

  @Test
  void a_chat_that_is_there_twice_is_one_channel_with_two_sources() {
    var choice = choosing();
    choice.add(
        index(
            JANUARY,
            chat(JANUARY, "public_channel", 5, "Harbour News"),
            new ExportChat(JANUARY, "public_channel", 5, "Harbour News", 2, 910, 990)));
    assertThat(choice.chosen()).hasSize(1);
    assertThat(choice.chosen().get("telegram:channel:5").sources())
        .extracting(SourceSpec::part)
        .containsExactly("telegram:channel:5", "telegram:channel:5#2");
  }

  @Test
  void what_cannot_be_collected_is_told_unless_other_chats_are_wanted() {
    var index =
        new ExportIndex(
            JANUARY,
            TWO.chats(),
            List.of(
                new ExportIndex.Uncollected(List.of("Old Pier"), "the chat Old Pier has no id"),
                new ExportIndex.Uncollected(List.of(), "it goes on behind its end")),
            null);
    assertThat(choosing().uncollected(index))
        .containsExactly(
            "/exports/january/result.json: the chat Old Pier has no id",
            "/exports/january/result.json: it goes on behind its end");
    assertThat(choosing("Ann").uncollected(index)).isEmpty();
    var wanting = choosing("old pier");
    assertThat(wanting.uncollected(index))
        .containsExactly("/exports/january/result.json: the chat Old Pier has no id");
    assertThat(wanting.unmatched()).isEmpty();
  }

  @Test
  void an_id_chooses_all_chats_that_have_it() {
    var choice = choosing("5");
    choice.add(TWO);
    assertThat(choice.chosen()).hasSize(2);
  }

  @Test
  void a_chat_that_is_in_no_export_is_complained_of() {
    var choice = choosing("Ann", "Bob");
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:user:5");
    assertThat(choice.unmatched())
        .contains("--chat Bob: no export named here holds a chat of this name or id");
    var nothing = choosing("Bob");
    nothing.add(TWO);
    assertThat(nothing.isEmpty()).isTrue();
  }

  @Test
  void exports_of_one_chat_are_collected_one_after_another_into_one_channel() {
    var choice = choosing();
    choice.add(index(JANUARY, chat(JANUARY, "private_channel", 5, "News")));
    choice.add(index(JUNE, chat(JUNE, "public_channel", 5, "Harbour News")));
    assertThat(choice.chosen()).hasSize(1);
    assertThat(choice.chosen().get("telegram:channel:5").sources())
        .extracting(SourceSpec::location)
        .containsExactly("/exports/january/result.json", "/exports/june/result.json");
  }

  @Test
  void an_export_named_twice_is_collected_once() {
    var choice = choosing();
    choice.add(TWO);
    choice.add(TWO);
    assertThat(choice.chosen().get("telegram:channel:5").sources()).hasSize(1);
  }

  @Test
  void since_and_limit_go_to_every_source() {
    var since = Instant.parse("2025-01-31T00:00:00Z");
    var choice = new ChatChoice(List.of(), since, 30);
    choice.add(TWO);
    assertThat(choice.chosen().values())
        .allSatisfy(
            chosen ->
                assertThat(chosen.sources())
                    .allSatisfy(
                        source -> {
                          assertThat(source.since()).isEqualTo("2025-01-31T00:00:00Z");
                          assertThat(source.limit()).isEqualTo(30);
                        }));
  }

  @Test
  void a_channel_of_the_web_is_one_whatever_the_case_in_which_it_was_typed() {
    var choice = choosing();
    choice.add(new ChannelLink("Harbour_News"), Optional.empty());
    choice.add(new ChannelLink("harbour_news"), Optional.empty());
    assertThat(choice.chosen().keySet()).containsExactly("telegram:harbour_news");
    var chosen = choice.chosen().get("telegram:harbour_news");
    assertThat(chosen.link()).contains(new ChannelLink("Harbour_News"));
    assertThat(chosen.sources()).hasSize(1);
    assertThat(chosen.sources().get(0).follows()).isFalse();
  }

  @Test
  void a_channel_of_the_web_is_followed_at_the_interval_and_an_export_is_not() {
    var choice = choosing();
    choice.add(TWO);
    choice.add(new ChannelLink("harbour_news"), Optional.of(Duration.ofSeconds(90)));
    assertThat(choice.chosen().get("telegram:harbour_news").sources())
        .singleElement()
        .satisfies(source -> assertThat(source.followMillis()).isEqualTo(90_000));
    assertThat(choice.chosen().get("telegram:channel:5").sources()).noneMatch(SourceSpec::follows);
  }
}
