package io.sluice.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelLinkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Durov",
        " @Durov ",
        "t.me/Durov",
        "T.ME/Durov/",
        "www.t.me/Durov",
        "t.me/s/Durov",
        "https://t.me/s/Durov?before=12",
        "https://t.me/Durov#x",
        "http://telegram.me/Durov/123",
        "https://telegram.dog/Durov/123?single",
        "Durov.t.me",
        "https://Durov.t.me",
        "http://Durov.t.me/5?single",
        "https://web.telegram.org/k/#@Durov",
        "web.telegram.org/a/#@Durov",
        "https://web.telegram.org/z/#Durov",
        "tg://resolve?domain=Durov",
        "TG://Resolve/?post=3&domain=Durov",
      })
  void a_channel_can_be_typed_in_all_forms_that_telegram_has(String typed) {
    assertThat(ChannelLink.looksLikeOne(typed)).isTrue();
    assertThat(ChannelLink.parse(typed)).isEqualTo(new ChannelLink("Durov"));
  }

  @Test
  void its_alias_is_in_lower_case() {
    assertThat(ChannelLink.parse("@Harbour_News").alias()).isEqualTo("telegram:harbour_news");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "durov",
        "",
        "exports/ChatExport",
        "result.json",
        "./t.me/durov",
        "at.me/durov",
        "t.dog/durov",
        "https://example.org/t.me/durov",
        "https://t.me.example.org/durov",
        "https://durov.t.me.example.org",
        "a.durov.t.me",
        "exports/durov.t.me",
        "https://example.org/#durov.t.me",
        "@backup/result.json",
        "@result.json",
        "C:\\@durov",
      })
  void words_and_paths_are_not_taken_for_channels(String typed) {
    assertThat(ChannelLink.looksLikeOne(typed)).isFalse();
    assertThatThrownBy(() -> ChannelLink.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no link of a channel");
  }

  @Test
  void nothing_typed_is_no_channel() {
    assertThat(ChannelLink.looksLikeOne(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.me/+AbCdEf123",
        "https://t.me/joinchat/AbCdEf123",
        "https://t.me/c/123/4",
        "tg://join?invite=AbCdEf123",
        "tg://privatepost?channel=1&post=2",
        "https://web.telegram.org/k/#-1234567890",
        "https://web.telegram.org/a/#1234567890_5",
      })
  void private_links_are_refused_because_they_need_an_account(String typed) {
    assertThat(ChannelLink.looksLikeOne(typed)).isTrue();
    assertThatThrownBy(() -> ChannelLink.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs an account")
        .hasMessageNotContaining("AbCdEf123");
  }

  @ParameterizedTest
  @CsvSource({
    "@abc, 'abc' is no name",
    "@1durov, '1durov' is no name",
    "@du-rov, 'du-rov' is no name",
    "@, '' is no name",
    "@дуров, 'дуров' is no name",
    "@a23456789012345678901234567890123, is no name",
    "t.me/%64urov, is no name",
    "t.me/s, 's' is no name",
    "t.me, the link has no name",
    "abc.t.me, 'abc' is no name",
    "https://web.telegram.org/k/, is no name",
    "https://t.me//, the link has no name",
    "https://t.me/s/, the link has no name",
    "t.me/addstickers/Cats, t.me/addstickers is no channel",
    "tg://resolve, tg://resolve names no channel",
    "tg://settings?domain=durov, tg://settings names no channel",
  })
  void what_telegram_cannot_have_is_refused_with_the_reason(String typed, String reason) {
    assertThat(ChannelLink.looksLikeOne(typed)).isTrue();
    assertThatThrownBy(() -> ChannelLink.parse(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(reason.replace("''", "'"));
  }

  @Test
  void names_of_four_to_thirty_two_characters_are_names() {
    assertThat(ChannelLink.parse("@abcd").name()).isEqualTo("abcd");
    assertThat(ChannelLink.parse("@a_345678901234567890123456789012").name()).hasSize(32);
  }
}
