package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.Pages.block;
import static io.sluice.telegram.preview.Pages.post;
import static io.sluice.telegram.preview.Pages.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostTest {
  private static final String DATE =
      "<a class=\"tgme_widget_message_date\">"
          + "<time datetime=\"2026-03-01T10:00:05+02:00\"></time></a>";

  @Test
  void reads_a_plain_post() {
    assertThat(post(block(7, textOf("Good morning"))))
        .isEqualTo(
            new Post(
                7,
                List.of(7L),
                false,
                null,
                Instant.parse("2026-03-01T10:00:05Z"),
                false,
                null,
                "Good morning",
                null,
                null,
                null,
                null,
                "1.98K",
                1980L,
                List.of()));
  }

  @Test
  void reads_the_date_of_the_footer_and_not_that_of_a_video() {
    var video = Pages.video("7").replace("<time ", "<time datetime=\"2001-01-01T00:00:00+00:00\" ");

    assertThat(post(block(7, "", video, DATE)).sentAt())
        .isEqualTo(Instant.parse("2026-03-01T08:00:05Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-45T00:00:00+00:00", "2026-03-01"})
  void a_post_without_a_valid_date_has_none(String date) {
    var footer = DATE.replace("2026-03-01T10:00:05+02:00", date);

    assertThat(post(block(7, "", textOf("x"), footer)).sentAt()).isNull();
    assertThat(post(block(7, "", textOf("x"), "")).sentAt()).isNull();
  }

  @Test
  void reads_signature_and_edit_and_does_not_take_one_for_the_other() {
    var author = "<span class=\"tgme_widget_message_from_author\">Edited Weekly</span>";
    var meta = "<span class=\"tgme_widget_message_meta\">%s%s&nbsp;" + DATE + "</span>";

    var signed = post(block(7, "", "", meta.formatted(author, ", ")));
    assertThat(signed.author()).isEqualTo("Edited Weekly");
    assertThat(signed.edited()).isFalse();

    var edited = post(block(7, "", textOf("edited"), meta.formatted("", "edited ")));
    assertThat(edited.author()).isNull();
    assertThat(edited.edited()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://t.me/harbour_news/41, 41",
    "https://t.me/Harbour_News/41?single, 41",
    "/HARBOUR_NEWS/41, 41",
    "https://t.me/other_news/41, ",
    "https://t.me/Harbour_News, ",
    "https://t.me/Harbour_News/99999999999999999999, ",
    "https://t.me/c/123/41, ",
  })
  void an_answer_is_to_a_message_of_the_same_channel(String href, Long id) {
    var reply =
        """
        <a class="tgme_widget_message_reply" href="%s">\
        <i class="tgme_widget_message_reply_thumb" \
        style="background-image:url('https://cdn4.telesco.pe/file/small.jpg')"></i>\
        <div class="tgme_widget_message_text js-message_reply_text">the question</div></a>"""
            .formatted(href);

    var post = post(block(42, reply + textOf("the answer")));

    assertThat(post.replyTo()).isEqualTo(id);
    assertThat(post.text()).isEqualTo("the answer");
    assertThat(post.photos()).isEmpty();
    assertThat(post(block(42, reply)).text()).isEmpty();
    var question =
        textOf("x").replace(" js-message_text", " js-message_reply_text js-message_text");
    assertThat(post(block(42, question)).text()).isEmpty();
  }

  @Test
  void reads_where_a_post_was_forwarded_from_even_if_that_is_hidden() {
    var forward =
        "<div class=\"tgme_widget_message_forwarded_from\">Forwarded from %s</div>" + textOf("x");
    var name = "<a class=\"tgme_widget_message_forwarded_from_name\">Lighthouse</a>";

    assertThat(post(block(7, forward.formatted(name))).forwardedFrom()).isEqualTo("Lighthouse");
    assertThat(post(block(7, forward.formatted(""))).forwardedFrom()).isEqualTo("unknown");
    assertThat(post(block(7, textOf("x"))).forwardedFrom()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Channel created, create_channel",
    "Channel photo updated, edit_group_photo",
    "Channel name was changed to «a pinned b», edit_group_title",
    "Harbour News pinned «Timetable», pin_message",
    "Live stream finished (1 hour), group_call",
    "Something new, service",
  })
  void a_service_post_tells_what_was_done(String text, String action) {
    for (var html : List.of(textOf(text), textOf(text).replace(" js-message_text", ""))) {
      var post = post(block(7, "service_message", html + Pages.photo("7", "new"), DATE));

      assertThat(post.service()).isTrue();
      assertThat(post.action()).isEqualTo(action);
      assertThat(post.text()).isEqualTo(text);
      assertThat(post.photos()).as("the channel's own photo is none of the post").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "843, 843",
    "'1,234', 1234",
    "'12,345,678', 12345678",
    "1.98K, 1980",
    "12.5M, 12500000",
    "2B, 2000000000",
    "0, 0",
    "many, ",
    "1.5, 1",
    "'1,5K', ",
    "999999999999999999999, ",
    "999999999999B, ",
  })
  void views_are_kept_as_written_and_estimated(String written, Long estimate) {
    var footer = "<span class=\"tgme_widget_message_views\">" + written + "</span>";
    var post = post(block(7, "", "", footer));

    assertThat(post.viewsText()).isEqualTo(written);
    assertThat(post.views()).isEqualTo(estimate);
    assertThat(post(block(7, "", "", "")).viewsText()).isNull();
    assertThat(post(block(7, "", "", "")).views()).isNull();
  }
}
