package io.sluice.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.channel.Offer;
import io.sluice.channel.Offer.Candidate;
import io.sluice.channel.SourceSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChoiceTest {
  private static final String JANUARY = "/exports/january/result.json";
  private static final String JUNE = "/exports/june/result.json";

  private static Candidate chat(String file, String space, long id, String name, String nth) {
    var identity = "telegram:" + space + ":" + id;
    return new Candidate(
        identity,
        name,
        Set.of(Long.toString(id), identity),
        "",
        new SourceSpec("telegram-export", file, identity + nth, "", 0));
  }

  private static Candidate chat(String file, String space, long id, String name) {
    return chat(file, space, id, name, "");
  }

  private static Offer export(String file, Candidate... chats) {
    return new Offer(file, List.of(chats), List.of(), null);
  }

  private static Offer web(String name) {
    return Offer.of(
        "@" + name,
        new Candidate(
            "telegram:" + name.toLowerCase(),
            name,
            Set.of(),
            "telegram:channel:",
            new SourceSpec("telegram-web", "web preview", name, "", 0)));
  }

  private static ChatChoice choosing(String... wanted) {
    return new ChatChoice(List.of(wanted));
  }

  private static final Offer TWO =
      export(JANUARY, chat(JANUARY, "channel", 5, "Harbour News"), chat(JANUARY, "user", 5, "Ann"));

  @Test
  void by_default_all_chats_are_collected_each_as_its_own_channel() {
    var choice = choosing();
    choice.add(TWO);
    assertThat(choice.chosen().keySet()).containsExactly("telegram:channel:5", "telegram:user:5");
    assertThat(choice.chosen().values())
        .extracting(chosen -> chosen.first().name())
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
        export(
            JANUARY,
            chat(JANUARY, "channel", 5, "Harbour News"),
            chat(JANUARY, "channel", 5, "Harbour News", "#2")));
    assertThat(choice.chosen()).hasSize(1);
    assertThat(choice.chosen().get("telegram:channel:5").sources())
        .extracting(SourceSpec::part)
        .containsExactly("telegram:channel:5", "telegram:channel:5#2");
  }

  @Test
  void what_cannot_be_collected_is_told_unless_other_chats_are_wanted() {
    var offer =
        new Offer(
            JANUARY,
            TWO.channels(),
            List.of(
                new Offer.Uncollected(List.of("Old Pier"), "the chat Old Pier has no id"),
                new Offer.Uncollected(List.of(), "it goes on behind its end")),
            null);
    assertThat(choosing().uncollected(offer))
        .containsExactly(
            "/exports/january/result.json: the chat Old Pier has no id",
            "/exports/january/result.json: it goes on behind its end");
    assertThat(choosing("Ann").uncollected(offer)).isEmpty();
    var wanting = choosing("old pier");
    assertThat(wanting.uncollected(offer))
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
  void only_words_for_chats_that_there_are_to_choose_from_are_handed_on() {
    var choice = choosing("ann", "harbour_news", "Bob");
    assertThat(choice.wantedOf(TWO)).containsExactly("ann");
    assertThat(choice.wantedOf(export(JUNE))).isEmpty();
  }

  @Test
  void a_channel_that_is_all_of_its_source_needs_not_be_chosen() {
    var choice = choosing("Ann");
    choice.add(TWO);
    choice.add(web("harbour_news"));
    assertThat(choice.chosen().keySet())
        .containsExactly("telegram:user:5", "telegram:harbour_news");
    assertThat(choice.unmatched()).isEmpty();
  }

  @Test
  void exports_of_one_chat_are_collected_one_after_another_into_one_channel() {
    var choice = choosing();
    choice.add(export(JANUARY, chat(JANUARY, "channel", 5, "News")));
    choice.add(export(JUNE, chat(JUNE, "channel", 5, "Harbour News")));
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
  void a_channel_of_the_web_is_one_whatever_the_case_in_which_it_was_typed() {
    var choice = choosing();
    choice.add(web("Harbour_News"));
    choice.add(web("harbour_news"));
    assertThat(choice.chosen().keySet()).containsExactly("telegram:harbour_news");
    var chosen = choice.chosen().get("telegram:harbour_news");
    assertThat(chosen.place()).isEqualTo("@Harbour_News");
    assertThat(chosen.first().name()).isEqualTo("Harbour_News");
    assertThat(chosen.sources())
        .singleElement()
        .extracting(SourceSpec::part)
        .isEqualTo("Harbour_News");
  }
}
