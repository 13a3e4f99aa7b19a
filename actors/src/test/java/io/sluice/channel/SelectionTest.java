package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.ledger.channel.Message;
import io.sluice.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

  private static Config config(String name, Object value) {
    return ConfigFactory.parseMap(Map.of("sluice." + name, value))
        .withFallback(ConfigFactory.load());
  }

  private static Selection selection(String name, Object value) {
    return Selection.from(config(name, value));
  }

  private static Message forwarded(String from) {
    return new Message(1, "message", null, null, null, null, "x", null, null, from, null, null);
  }

  private static Optional<SkipReason> skips(Selection selection, Message message, boolean photo) {
    return selection.judge(message, photo).skipped();
  }

  private static boolean wants(Selection selection, String text) {
    return skips(selection, MemorySource.message(1, text), false).isEmpty();
  }

  @Test
  void by_default_everything_is_wanted() {
    var all = Selection.from(ConfigFactory.load());
    assertThat(wants(all, "")).isTrue();
    assertThat(skips(all, forwarded("Elsewhere"), false)).isEmpty();
  }

  @Test
  void a_text_that_is_too_short_is_left_out_unless_it_has_a_photo() {
    var selection = selection("min-text-length", 3);
    assertThat(skips(selection, MemorySource.message(1, "ab"), false)).contains(SkipReason.SHORT);
    assertThat(skips(selection, MemorySource.message(1, "ab"), true)).isEmpty();
    assertThat(wants(selection, "abc")).isTrue();
  }

  @Test
  void length_is_counted_in_characters_as_people_see_them() {
    var selection = selection("min-text-length", 3);
    assertThat(wants(selection, "🚢🚢")).isFalse();
    assertThat(wants(selection, "🚢🚢🚢")).isTrue();
  }

  @Test
  void forwarded_messages_are_left_out_on_demand() {
    var selection = selection("skip-forwarded", true);
    assertThat(skips(selection, forwarded("Elsewhere"), true)).contains(SkipReason.FORWARDED);
    assertThat(skips(selection, forwarded(null), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "advert, An ADVERTISEMENT today, true",
    "advert, nothing here, false",
    "реклама, РЕКЛАМА дня, true",
    "a.c, abc, false",
    "a.c, see a.c, true",
    "=Good morning, good MORNING, true",
    "=Good morning, '  Good morning ', true",
    "=Good morning, Good morning all, false",
    "=a.c, abc, false",
    "/^Sponsored:/, Sponsored: soap, true",
    "/^Sponsored:/, Not Sponsored: soap, false",
    "/(?i)^buy now$/, BUY NOW, true",
    "/, either/or, true",
    "//, a//b, true"
  })
  void a_rule_is_a_word_a_whole_text_or_an_expression(String rule, String text, boolean left) {
    var skips = skips(selection("exclude", rule), MemorySource.message(1, text), true);
    assertThat(skips.isPresent()).isEqualTo(left);
    skips.ifPresent(why -> assertThat(why).isEqualTo(SkipReason.EXCLUDED));
  }

  @Test
  void one_rule_of_many_is_enough() {
    var selection = selection("exclude", " soap ; =hello;/^\\d+$/; ");
    assertThat(wants(selection, "buy soap")).isFalse();
    assertThat(wants(selection, "Hello")).isFalse();
    assertThat(wants(selection, "12345")).isFalse();
    assertThat(wants(selection, "news")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/(/", "ok;/[a-/"})
  void an_expression_that_is_none_is_refused(String rules) {
    assertThatThrownBy(() -> selection("exclude", rules))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "EXCLUDE must be rules between semicolons, /.../ a regular expression, was " + rules);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/^(a|b)*$/", "/^(?:ab|c)+?$/", "/((a|b)+ )?$/"})
  void a_text_too_long_for_a_regular_expression_does_not_fall_under_it(String rule) {
    var selection = selection("exclude", rule);
    assertThat(wants(selection, "abab")).isFalse();
    var judgement = selection.judge(MemorySource.message(1, "ab".repeat(1_000_000)), false);
    assertThat(judgement.skipped()).isEmpty();
    assertThat(judgement.undecided()).containsExactly(rule);
    assertThat(selection.judge(MemorySource.message(2, "xyz"), false).undecided()).isEmpty();
  }

  @Test
  void a_rule_that_can_be_told_counts_whatever_another_cannot() {
    var selection = selection("exclude", "/^(a|b)*$/; bbb; /(c|d)*e/");
    var text = "ab".repeat(1_000_000) + "bbb";
    assertThat(selection.judge(MemorySource.message(1, text), false))
        .isEqualTo(new Selection.Judgement(Optional.of(SkipReason.EXCLUDED), List.of()));
  }
}
