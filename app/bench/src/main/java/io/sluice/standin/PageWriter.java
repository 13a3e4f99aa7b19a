package io.sluice.standin;

import static io.sluice.standin.TextMarkup.escaped;

/** Writes a whole page of the preview: head with its cursors, the channel's header, the blocks. */
final class PageWriter {
  /** The real site has the first of these two names; readers that look for the other pass too. */
  private static final String NO_POSTS =
      """
      <div class="tgme_widget_message_wrap js-widget_message_wrap">\
      <div class="tme_no_messages_found tgme_no_messages_found">No posts found</div></div>
      """;

  private final PhotoUrls urls;

  PageWriter(PhotoUrls urls) {
    this.urls = urls;
  }

  /**
   * @param asked the query as it came, such as {@code ?before=40}, or empty
   */
  String page(StandInChannel channel, StandInChannel.Page page, String asked) {
    var html = new StringBuilder(65_536);
    head(channel, page, asked, html);
    header(channel, html);
    html.append(
        """
        <main class="tgme_main" data-url="/%s"><div class="tgme_container">
        <section class="tgme_channel_history js-message_history">
        """
            .formatted(channel.canonicalName()));
    more(channel, "before", page.older(), html);
    if (page.blocks().isEmpty()) {
      html.append(NO_POSTS);
    } else {
      var writer = new PostBlock(channel, urls, html);
      page.blocks().forEach(writer::write);
    }
    more(channel, "after", page.newer(), html);
    return html.append("</section></div></main></body></html>\n").toString();
  }

  private static void head(
      StandInChannel channel, StandInChannel.Page page, String asked, StringBuilder html) {
    var name = channel.canonicalName();
    html.append(
        """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8">
        <title>%s – Telegram</title>
        <meta name="viewport" content="width=device-width, initial-scale=1.0">
        <meta property="og:title" content="%s">
        <meta property="og:site_name" content="Telegram">
        <link rel="canonical" href="/s/%s%s">
        """
            .formatted(escaped(channel.title()), escaped(channel.title()), name, escaped(asked)));
    link("prev", name, "before", page.older(), html);
    link("next", name, "after", page.newer(), html);
    html.append("</head>\n<body class=\"widget_frame_base tgme_webpreview emoji_image\">\n");
  }

  private static void link(String rel, String name, String cursor, Long id, StringBuilder html) {
    if (id != null) {
      html.append("<link rel=\"%s\" href=\"/s/%s?%s=%d\">\n".formatted(rel, name, cursor, id));
    }
  }

  private static void more(StandInChannel channel, String cursor, Long id, StringBuilder html) {
    if (id != null) {
      html.append(
          """
          <div class="tgme_widget_message_centered js-messages_more_wrap">\
          <a href="/s/%s?%s=%d" class="tme_messages_more js-messages_more" data-%s="%d"></a></div>
          """
              .formatted(channel.canonicalName(), cursor, id, cursor, id));
    }
  }

  private void header(StandInChannel channel, StringBuilder html) {
    var count = PostScript.views(channel.subscribers());
    html.append(
        """
        <header class="tgme_header search_collapsed"><div class="tgme_header_info">
        <a class="tgme_channel_join_telegram" href="//telegram.org/dl">Join</a>
        <div class="tgme_header_title_wrap">\
        <i class="tgme_page_photo_image bgcolor2"><img src="%s"></i>
        <div class="tgme_header_title"><span dir="auto">%s</span></div>
        <div class="tgme_header_counter">%s subscribers</div></div></div></header>
        <section class="tgme_right_column"><div class="tgme_channel_info">
        <div class="tgme_channel_info_header">
        <div class="tgme_channel_info_header_title"><span dir="auto">%s</span></div>
        <div class="tgme_channel_info_header_username">\
        <a href="https://t.me/%s">@%s</a></div></div>
        <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter">\
        <span class="counter_value">%s</span> <span class="counter_type">subscribers</span></div>
        </div></div></section>
        """
            .formatted(
                urls.lookAlike(channel, 0),
                escaped(channel.title()),
                count,
                escaped(channel.title()),
                channel.canonicalName(),
                channel.canonicalName(),
                count));
  }
}
