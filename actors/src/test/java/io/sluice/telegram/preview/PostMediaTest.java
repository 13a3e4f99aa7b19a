package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.Pages.album;
import static io.sluice.telegram.preview.Pages.block;
import static io.sluice.telegram.preview.Pages.photo;
import static io.sluice.telegram.preview.Pages.post;
import static io.sluice.telegram.preview.Pages.textOf;
import static io.sluice.telegram.preview.Pages.video;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostMediaTest {
  private static final String NOT_SHOWN =
      """
      <div class="media_not_supported_cont"><div class="message_media_not_supported_wrap">
      <div class="message_media_not_supported"><div class="message_media_not_supported_label">Please
      open Telegram to view this post</div></div></div></div>\
      """;

  @Test
  void a_single_photo_is_the_posts_own_message() {
    var post = post(block(7, photo("7", "a") + textOf("caption")));

    assertThat(post.photos()).containsExactly(new PostPhoto(7, cdn("a")));
    assertThat(post.messageIds()).containsExactly(7L);
    assertThat(post.media()).isNull();
  }

  @Test
  void each_member_of_an_album_is_a_message_and_only_photos_are_photos() {
    var document =
        "<a class=\"tgme_widget_message_document_wrap\" href=\"/harbour_news/10?single\"></a>";
    var post =
        post(
            block(
                7,
                album(photo("8?single", "b"), photo("7?single", "a"), video("9?single"), document)
                    + textOf(textOf("caption"))));

    assertThat(post.id()).isEqualTo(7);
    assertThat(post.messageIds()).containsExactly(7L, 8L, 9L, 10L);
    assertThat(post.photos())
        .containsExactly(new PostPhoto(7, cdn("a")), new PostPhoto(8, cdn("b")));
    assertThat(post.media()).isEqualTo("video_file");
    assertThat(post.text()).isEqualTo("caption");
  }

  @Test
  void links_that_are_not_to_members_of_the_album_are_not_taken_for_them() {
    var elsewhere = photo("8?single", "b").replace("/Harbour_News/", "/other/");
    var post =
        post(
            block(
                7,
                album(photo("7?single", "a"), elsewhere, photo("9", "c"), photo("6?single", "d"))
                    + album(textOf("<a href=\"https://t.me/Harbour_News/11?single\">x</a>"))
                    + textOf("<a href=\"https://t.me/Harbour_News/12?single\">x</a>")));

    assertThat(post.messageIds()).containsExactly(7L);
    assertThat(post.photos()).containsExactly(new PostPhoto(7, cdn("a")));
  }

  @Test
  void what_only_looks_like_a_photo_is_none() {
    var picture = "style=\"background-image:url('https://cdn4.telesco.pe/file/no.jpg')\"";
    var preview =
        """
        <a class="tgme_widget_message_link_preview" href="https://example.org/">\
        <i class="link_preview_image" %1$s></i>\
        <i class="link_preview_right_image" %1$s></i>\
        <i class="tgme_widget_message_photo_wrap" %1$s></i></a>\
        """
            .formatted(picture);
    var emoji = "<i class=\"emoji\" %s><b>⚓</b></i>".formatted(picture);

    var post = post(block(7, video("7") + preview + textOf(emoji)));

    assertThat(post.photos()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "background-image:url('https://cdn1.telesco.pe/x.jpg') | https://cdn1.telesco.pe/x.jpg",
        "background-image:url(\"https://cdn1.telesco.pe/x\");width:1px | https://cdn1.telesco.pe/x",
        "width:9px;background-image: url( https://cdn1.telesco.pe/x ) | https://cdn1.telesco.pe/x",
        "background-image:url('//cdn1.telesco.pe/x.jpg') | https://cdn1.telesco.pe/x.jpg",
      })
  void reads_the_address_of_a_photo_from_its_style(String style, URI url) {
    assertThat(post(block(7, styled(style))).photos()).containsExactly(new PostPhoto(7, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "width:1px",
        "background-image:url('')",
        "background-image:url('data:image/png;base64,AAAA')",
        "background-image:url('https://a b/x')",
        "background-image:url('file:///etc/passwd')",
      })
  void a_photo_without_an_address_is_left_out(String style) {
    assertThat(post(block(7, styled(style))).photos()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a class='tgme_widget_message_video_player'><time>0:12</time></a> | video_file",
        "<a class='tgme_widget_message_video_player not_supported'>"
            + "<i class='message_media_not_supported'>Media is too big</i></a> | video_file",
        "<a class='tgme_widget_message_video_player'><video loop></video></a> | animation",
        "<a class='tgme_widget_message_roundvideo_player'><time>0:03</time></a> | video_message",
        "<a class='tgme_widget_message_voice_player'></a> | voice_message",
        "<a class='tgme_widget_message_document_wrap'>"
            + "<i class='tgme_widget_message_document_icon audio'></i></a> | audio_file",
        "<a class='tgme_widget_message_document_wrap'>"
            + "<i class='tgme_widget_message_document_icon accent_bg'></i></a> | file",
        "<div class='tgme_widget_message_sticker_wrap'></div> | sticker",
        "<a class='tgme_widget_message_poll'>Which boat?</a> | poll",
        "<a class='tgme_widget_message_location_wrap'></a> | location",
        "<a class='tgme_widget_message_contact_wrap'></a> | contact",
        "<div class='message_media_not_supported'></div> | unsupported",
        "<div>Please open Telegram to view this post</div> | unsupported",
        "<a class='tgme_widget_message_reply'><i class='tgme_widget_message_sticker'></i></a> |",
      })
  void the_kind_of_media_is_told_as_exports_tell_it(String html, String media) {
    assertThat(post(block(7, html)).media()).isEqualTo(media);
  }

  @Test
  void a_post_that_only_talks_of_opening_telegram_is_supported() {
    assertThat(Pages.text("Please open Telegram to view this post").media()).isNull();
  }

  private static String styled(String style) {
    return "<a class=\"tgme_widget_message_photo_wrap\" style=\"%s\"></a>"
        .formatted(style.replace("\"", "&quot;"));
  }

  private static URI cdn(String file) {
    return URI.create("https://cdn4.telesco.pe/file/" + file + ".jpg");
  }

  @ParameterizedTest
  @CsvSource({"text", "photo", "video"})
  void hidden_words_of_an_unsupported_post_beside_its_content_say_nothing(String content) {
    var shown =
        switch (content) {
          case "photo" -> photo("7", "a") + textOf("x");
          case "video" -> video("7") + textOf("x");
          default -> textOf("x");
        };
    var post =
        post(block(7, "<div class=\"media_supported_cont\">" + shown + "</div>" + NOT_SHOWN));

    assertThat(post.media()).isEqualTo(content.equals("video") ? "video_file" : null);
    assertThat(post.text()).isEqualTo("x");
    assertThat(post.photos()).hasSize(content.equals("photo") ? 1 : 0);
  }

  @Test
  void a_post_of_hidden_words_alone_is_unsupported() {
    assertThat(post(block(7, NOT_SHOWN)).media()).isEqualTo("unsupported");
  }

  @Test
  void the_new_picture_of_a_service_post_is_its_photo_as_in_an_export() {
    var picture =
        "<a class=\"tgme_widget_message_service_photo\">"
            + "<img src=\"https://cdn4.telesco.pe/file/new.jpg\"></a>";
    var post = post(block(7, "service_message", textOf("Channel photo updated") + picture, ""));

    assertThat(post.action()).isEqualTo("edit_group_photo");
    assertThat(post.photos())
        .containsExactly(new PostPhoto(7, URI.create("https://cdn4.telesco.pe/file/new.jpg")));
  }
}
