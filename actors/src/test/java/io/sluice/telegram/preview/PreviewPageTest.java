package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.Pages.block;
import static io.sluice.telegram.preview.Pages.history;
import static io.sluice.telegram.preview.Pages.more;
import static io.sluice.telegram.preview.Pages.noPosts;
import static io.sluice.telegram.preview.Pages.parse;
import static io.sluice.telegram.preview.Pages.posts;
import static io.sluice.telegram.preview.Pages.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.telegram.preview.PreviewPage.Landing;
import io.sluice.telegram.preview.PreviewPage.NoPosts;
import io.sluice.telegram.preview.PreviewPage.Posts;
import io.sluice.telegram.preview.PreviewPage.Strange;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewPageTest {
  private static final String TWO = block(21, textOf("one")) + block(25, textOf("two"));

  @Test
  void reads_a_page_of_history() {
    var page = posts(history("<link rel=\"prev\" href=\"/s/harbour_news?before=21\">", TWO));

    assertThat(page.name()).isEqualTo("Harbour_News");
    assertThat(page.title()).isEqualTo("Harbour News ⚓");
    assertThat(page.channelId()).hasValue(1904042808);
    assertThat(page.before()).hasValue(21);
    assertThat(page.posts()).extracting(Post::id).containsExactly(21L, 25L);
    assertThat(page.posts()).extracting(Post::text).containsExactly("one", "two");
  }

  @Test
  void posts_ascend_and_are_there_once_whatever_their_order_in_the_page() {
    var page = posts(history("", block(9, "first"), block(3, ""), block(9, "again")));

    assertThat(page.posts()).extracting(Post::id).containsExactly(3L, 9L);
  }

  @Test
  void the_button_to_older_posts_wins_over_the_link() {
    var page =
        posts(history("<link rel=\"prev\" href=\"/s/harbour_news?before=5\">", more("20"), TWO));

    assertThat(page.before()).hasValue(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-4", "x", "", "99999999999999999999"})
  void a_cursor_that_is_no_positive_number_is_ignored(String before) {
    assertThat(posts(history("", more(before), TWO)).before()).isEmpty();
    assertThat(posts(history("<link rel=\"prev\" href=\"?before=8\">", more(before), TWO)).before())
        .hasValue(8);
  }

  @Test
  void nothing_is_older_where_only_the_page_itself_and_newer_posts_are_linked() {
    var newer =
        "<a class=\"tme_messages_more\" data-after=\"30\" href=\"/s/harbour_news?after=30\"></a>";
    var page = posts(history("<link rel=\"next\" href=\"/s/harbour_news?after=30\">", TWO, newer));

    assertThat(page.before()).isEmpty();
  }

  @Test
  void the_answer_to_a_script_is_the_same_page_as_a_string() throws JsonProcessingException {
    var answer = new ObjectMapper().writeValueAsString(more("21") + TWO);

    var page = posts(answer);

    assertThat(page.before()).hasValue(21);
    assertThat(page.posts()).extracting(Post::id).containsExactly(21L, 25L);
    assertThat(page.name()).isEqualTo("Harbour_News");
    assertThat(page.title()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "bm90IGpzb24", "eyJjIjoieCJ9", "eyJjIjowfQ", "W10", "bnVsbA"})
  void a_page_without_a_readable_data_view_has_no_channel_id(String view) {
    var page =
        posts(history("", TWO.replaceAll("data-view=\"[^\"]*\"", "data-view=\"" + view + "\"")));

    assertThat(page.channelId()).isEmpty();
    assertThat(page.posts()).hasSize(2);
  }

  @Test
  void an_id_of_a_channel_beyond_all_numbers_is_none() {
    assertThat(DataView.channelId(Pages.view("{\"c\":-9223372036854775808}"))).isEmpty();
    assertThat(DataView.channelId(Pages.view("{\"c\":-99999999999999999999}"))).isEmpty();
    assertThat(DataView.channelId(Pages.view("{\"c\":1.5}"))).isEmpty();
  }

  @Test
  void a_history_may_say_that_it_has_no_posts() {
    assertThat(parse(history("", noPosts()))).isEqualTo(new NoPosts("Harbour News ⚓"));
    assertThat(parse(noPosts())).isEqualTo(new NoPosts(""));
  }

  @Test
  void a_page_with_nothing_but_a_cursor_leads_on() {
    assertThat(parse(history("", more("4"))))
        .isEqualTo(
            new Posts(
                "Harbour_News",
                "Harbour News ⚓",
                OptionalLong.empty(),
                List.of(),
                OptionalLong.of(4)));
  }

  @Test
  void a_history_with_neither_posts_nor_a_word_about_it_is_strange() {
    assertThat(reason(history(""))).startsWith("a history with neither posts nor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Harbour_News", "Harbour_News/x", "Harbour_News/99999999999999999999"})
  void a_post_without_a_readable_data_post_makes_the_page_strange(String dataPost) {
    var html = history("", TWO.replace("Harbour_News/25\" data-view", dataPost + "\" data-view"));

    assertThat(reason(html))
        .isEqualTo("a post without a readable data-post: '%s'".formatted(dataPost));
  }

  @Test
  void a_post_within_another_makes_the_page_strange() {
    assertThat(reason(history("", block(21, block(25, "")))))
        .isEqualTo("post 25 within another post");
  }

  @Test
  void posts_of_two_channels_make_the_page_strange() {
    var html = history("", TWO.replace("Harbour_News/25\" data-view", "other/25\" data-view"));

    assertThat(reason(html)).isEqualTo("data-post of two channels, Harbour_News and other");
  }

  @ParameterizedTest
  @CsvSource({
    "Telegram: View @harbour_news, 12 345 subscribers, CHANNEL",
    "Telegram: Contact @harbour_news, 1 subscriber, CHANNEL",
    "Telegram: View @harbour_news, '1 234 members, 56 online', GROUP",
    "Telegram: Contact @harbour_news, @harbour_news, USER",
    "Telegram: Contact @harbour_bot, 41 022 monthly users, USER",
    "Telegram: View @harbour_news, '', CHANNEL",
    "Telegram: Contact @harbour_news, '', CONTACT",
  })
  void a_landing_page_tells_what_the_name_is(String title, String extra, Landing.Kind kind) {
    assertThat(parse(Pages.landing(title, Pages.extra(extra))))
        .isEqualTo(new Landing(kind, "Harbour"));
  }

  @Test
  void a_missing_name_has_a_landing_page_that_offers_to_write_to_it() {
    var html =
        Pages.landing(
            "Telegram: Contact @harbour_news",
            "<div class=\"tgme_page_description\">If you have <strong>Telegram</strong>, you can"
                + " contact <a class=\"tgme_username_link\">@harbour_news</a> right away.</div>");

    assertThat(parse(html)).isEqualTo(new Landing(Landing.Kind.CONTACT, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "’", "&#39;"})
  void a_restricted_channel_is_told_by_its_words_with_either_apostrophe(String apostrophe) {
    var words = "This channel can" + apostrophe + "t be displayed because it was used to spread x.";
    var html = Pages.landing("Telegram: View @harbour_news", Pages.extra("5 subscribers") + words);

    assertThat(parse(html)).isEqualTo(new Landing(Landing.Kind.RESTRICTED, "Harbour"));
    assertThat(parse(history("", noPosts().replace("No posts found", words))))
        .isEqualTo(new Landing(Landing.Kind.RESTRICTED, ""));
    assertThat(parse(history("", block(7, textOf(words))))).isInstanceOf(Posts.class);
  }

  @Test
  void another_page_is_strange_and_told_in_one_short_line() {
    var html = "<title>Just a\nmoment</title><body>\u0007\u202e" + "checking ".repeat(5000);

    assertThat(reason(html))
        .startsWith(
            "neither a history nor a landing page; title 'Just a moment', text 'Just a moment")
        .hasSizeLessThan(300)
        .doesNotContainPattern("\\p{Cntrl}|\u202e");
  }

  private static String reason(String html) {
    assertThat(parse(html)).isInstanceOf(Strange.class);
    return ((Strange) parse(html)).reason();
  }
}
