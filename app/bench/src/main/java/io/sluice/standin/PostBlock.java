package io.sluice.standin;

import static io.sluice.standin.TextMarkup.escaped;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Writes one block of the preview page: a message or an album, in the real site's markup. */
final class PostBlock {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StandInChannel channel;
  private final StringBuilder html;
  private final MediaWriter media;
  private final String name;

  PostBlock(StandInChannel channel, PhotoUrls urls, StringBuilder html) {
    this.channel = channel;
    this.html = html;
    this.name = channel.canonicalName();
    this.media = new MediaWriter(channel, urls, html);
  }

  void write(List<StandInPost> block) {
    var post = block.get(0);
    var album = post.albumId() != null;
    html.append(
        """
        <div class="tgme_widget_message_wrap js-widget_message_wrap">\
        <div class="tgme_widget_message text_not_supported_wrap%s js-widget_message" \
        data-post="%s/%d" data-view="%s">
        """
            .formatted(
                post.service() ? " service_message" : "", name, post.id(), view(post.id(), album)));
    media.avatar();
    html.append("<div class=\"tgme_widget_message_bubble\">\n");
    html.append(
        """
        <div class="tgme_widget_message_author accent_color">\
        <a class="tgme_widget_message_owner_name" href="https://t.me/%s">\
        <span dir="auto">%s</span></a></div>
        """
            .formatted(name, escaped(channel.title())));
    forward(post);
    reply(post);
    media.write(block);
    text(post, album);
    media.linkPreview(post);
    footer(post);
    html.append("</div></div></div>\n");
  }

  private void forward(StandInPost post) {
    if (!post.forwardedFrom().isEmpty()) {
      html.append(
          """
          <div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;\
          <a class="tgme_widget_message_forwarded_from_name" href="https://t.me/neighbour/%d">\
          <span dir="auto">%s</span></a></div>
          """
              .formatted(post.id(), escaped(post.forwardedFrom())));
    }
  }

  private void reply(StandInPost post) {
    if (post.replyTo() == null) {
      return;
    }
    html.append(
        "<a class=\"tgme_widget_message_reply\" href=\"https://t.me/%s/%d\">"
            .formatted(name, post.replyTo()));
    media.replyThumb(post.replyTo());
    html.append(
        """
        <div class="tgme_widget_message_author accent_color">\
        <span class="tgme_widget_message_author_name" dir="auto">%s</span></div>
        <div class="tgme_widget_message_text js-message_reply_text" dir="auto">\
        What stood in message %d</div></a>
        """
            .formatted(escaped(channel.title()), post.replyTo()));
  }

  /** In an album the text's element stands within another of the same classes. */
  private void text(StandInPost post, boolean album) {
    if (post.text().isEmpty()) {
      return;
    }
    var open = "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">";
    html.append(album ? open : "")
        .append(open)
        .append(TextMarkup.html(post.text()))
        .append(album ? "</div>" : "")
        .append("</div>\n");
  }

  private void footer(StandInPost post) {
    html.append(
        """
        <div class="tgme_widget_message_footer compact js-message_footer">\
        <div class="tgme_widget_message_info short js-message_info">
        """);
    if (!post.views().isEmpty()) {
      html.append(
          """
          <span class="tgme_widget_message_views">%s</span>\
          <span class="copyonly"> views</span>"""
              .formatted(post.views()));
    }
    html.append("<span class=\"tgme_widget_message_meta\">");
    html.append(post.edited() ? "edited &nbsp;" : "");
    if (!post.signature().isEmpty()) {
      html.append(
          "<span class=\"tgme_widget_message_from_author\" dir=\"auto\">%s</span>,&nbsp;"
              .formatted(escaped(post.signature())));
    }
    html.append(
        """
        <a class="tgme_widget_message_date" href="https://t.me/%s/%d">\
        <time datetime="%s" class="time">%s</time></a></span></div></div>
        """
            .formatted(name, post.id(), DATE.format(post.sentAt()), HOUR.format(post.sentAt())));
  }

  private String view(long id, boolean album) {
    var json = "{\"c\":-" + channel.id() + ",\"p\":\"" + id + (album ? "g" : "") + "\"}";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
