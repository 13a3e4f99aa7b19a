package io.sluice.telegram.preview;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Pages in the form in which Telegram's preview site writes them, made up for these tests. */
final class Pages {
  static final URI BASE = URI.create("https://t.me/s/harbour_news");

  private Pages() {}

  static PreviewPage parse(String html) {
    return PreviewPage.parse(html, BASE);
  }

  static PreviewPage.Posts posts(String html) {
    if (parse(html) instanceof PreviewPage.Posts posts) {
      return posts;
    }
    throw new AssertionError("no posts but " + parse(html));
  }

  /** The only post of a page that has this one. */
  static Post post(String block) {
    var posts = posts(history("", block)).posts();
    if (posts.size() != 1) {
      throw new AssertionError("one post was expected, not " + posts);
    }
    return posts.get(0);
  }

  /** The post with this text. */
  static Post text(String html) {
    return post(block(7, textOf(html)));
  }

  /**
   * @param links more of the head, such as the link to older posts
   */
  static String history(String links, String... blocks) {
    return """
    <!DOCTYPE html>
    <html><head>
    <title>Harbour News – Telegram</title>
    <meta property="og:title" content="Harbour News">
    <link rel="canonical" href="/s/harbour_news?before=999">
    %s
    </head><body>
    <header><div class="tgme_header_title">Harbour News</div></header>
    <div class="tgme_channel_info">
    <i class="tgme_page_photo_image"><img src="https://cdn1.telesco.pe/file/avatar.jpg"></i>
    <div class="tgme_channel_info_header_title"><span dir="auto">Harbour News \
    <i class="emoji"><b>⚓</b></i></span></div>
    <div class="tgme_channel_info_header_username"><a href="/Harbour_News">@Harbour_News</a></div>
    </div>
    <section class="tgme_channel_history js-message_history">
    %s
    </section></body></html>
    <!-- page generated in 12.3ms -->
    """
        .formatted(links, String.join("\n", blocks));
  }

  /** A post as it is without anything in it but its footer. */
  static String block(long id, String content) {
    return block(
        id,
        "",
        content,
        """
        <span class="tgme_widget_message_views">1.98K</span>\
        <span class="tgme_widget_message_meta">\
        <a class="tgme_widget_message_date" href="https://t.me/Harbour_News/%d">\
        <time datetime="2026-03-01T10:00:05+00:00" class="time">10:00</time></a></span>"""
            .formatted(id));
  }

  static String block(long id, String classes, String content, String footer) {
    return """
    <div class="tgme_widget_message_wrap js-widget_message_wrap">\
    <div class="tgme_widget_message text_not_supported_wrap %s js-widget_message" \
    data-post="Harbour_News/%d" data-view="%s">
    <div class="tgme_widget_message_user"><a href="https://t.me/Harbour_News">\
    <i class="tgme_widget_message_user_photo"><img src="https://cdn4.telesco.pe/file/me.jpg"></i>\
    </a></div>
    <div class="tgme_widget_message_bubble">
    %s
    <div class="tgme_widget_message_footer js-message_footer">\
    <div class="tgme_widget_message_info">%s</div></div>
    </div></div></div>"""
        .formatted(
            classes, id, view("{\"c\":-1904042808,\"p\":\"%dg\"}".formatted(id)), content, footer);
  }

  static String view(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static String textOf(String html) {
    return "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">"
        + html
        + "</div>";
  }

  /** A photo; {@code to} is what its link has after the channel's name. */
  static String photo(String to, String file) {
    return """
    <a class="tgme_widget_message_photo_wrap 512%s blured js-message_photo" \
    href="https://t.me/Harbour_News/%s" style="width:800px;\
    background-image:url('https://cdn4.telesco.pe/file/%s.jpg')">\
    <div class="tgme_widget_message_photo" style="padding-top:66%%"></div></a>"""
        .formatted(file, to, file);
  }

  static String video(String to) {
    return """
    <a class="tgme_widget_message_video_player blured js-message_video_player" \
    href="https://t.me/Harbour_News/%s">\
    <i class="tgme_widget_message_video_thumb" \
    style="background-image:url('https://cdn4.telesco.pe/file/thumb.jpg')"></i>\
    <video src="https://cdn4.telesco.pe/file/film.mp4?token=x"></video>\
    <time class="message_video_duration">0:12</time></a>"""
        .formatted(to);
  }

  static String album(String... members) {
    return """
    <div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">\
    <div class="tgme_widget_message_grouped js-message_grouped">\
    <div class="tgme_widget_message_grouped_layer js-message_grouped_layer">%s</div></div></div>"""
        .formatted(String.join("", members));
  }

  static String more(String before) {
    return """
    <div class="tgme_widget_message_centered js-messages_more_wrap">\
    <a href="/s/harbour_news?before=%s" class="tme_messages_more js-messages_more" \
    data-before="%s"></a></div>"""
        .formatted(before, before);
  }

  static String noPosts() {
    return """
    <div class="tgme_widget_message_wrap"><div class="tgme_widget_message_centered">\
    <div class="tme_no_messages_found">No posts found</div></div></div>""";
  }

  /**
   * @param inside what the page says of the name, such as how many read it
   */
  static String landing(String title, String inside) {
    return """
    <!DOCTYPE html>
    <html><head><title>%s</title></head><body><div class="tgme_page_wrap">
    <div class="tgme_page">%s
    <div class="tgme_page_action"><a href="tg://resolve?domain=harbour_news">Open</a></div>
    </div></div></body></html>
    """
        .formatted(title, inside);
  }

  static String extra(String said) {
    return """
    <div class="tgme_page_title"><span dir="auto">Harbour</span></div>
    <div class="tgme_page_extra">%s</div>"""
        .formatted(said);
  }
}
