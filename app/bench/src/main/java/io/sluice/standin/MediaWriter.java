package io.sluice.standin;

import java.util.List;

/**
 * Writes what a block shows besides text: photos, and the many things that look like photos and are
 * none. Pictures have their address in a style only, as on the real site.
 */
final class MediaWriter {
  private static final String POLL =
      """
      <div class="tgme_widget_message_poll js-poll">
      <div class="tgme_widget_message_poll_question">Where shall the regatta start?</div>
      <div class="tgme_widget_message_poll_type">Anonymous poll</div>
      <div class="tgme_widget_message_poll_options">
      <div class="tgme_widget_message_poll_option"><div \
      class="tgme_widget_message_poll_option_percent">62%</div><div \
      class="tgme_widget_message_poll_option_text">At the pier</div></div>
      <div class="tgme_widget_message_poll_option"><div \
      class="tgme_widget_message_poll_option_percent">38%</div><div \
      class="tgme_widget_message_poll_option_text">At the light</div></div>
      </div></div>
      """;

  private final StandInChannel channel;
  private final PhotoUrls urls;
  private final StringBuilder html;
  private final String name;

  MediaWriter(StandInChannel channel, PhotoUrls urls, StringBuilder html) {
    this.channel = channel;
    this.urls = urls;
    this.html = html;
    this.name = channel.canonicalName();
  }

  void avatar() {
    html.append(
        """
        <div class="tgme_widget_message_user"><a href="https://t.me/%s">\
        <i class="tgme_widget_message_user_photo bgcolor2" data-content="%s">\
        <img src="%s"></i></a></div>
        """
            .formatted(name, name.charAt(0), urls.lookAlike(channel, 0)));
  }

  void replyThumb(long id) {
    html.append(
        "<i class=\"tgme_widget_message_reply_thumb\" style=\"background-image:url('%s')\"></i>\n"
            .formatted(urls.lookAlike(channel, id)));
  }

  void write(List<StandInPost> block) {
    var post = block.get(0);
    switch (post.kind()) {
      case PHOTO -> photos(block);
      case VIDEO -> video(post.id());
      case POLL -> html.append(POLL);
      case SERVICE ->
          html.append(
              "<a class=\"tgme_widget_message_service_photo\"><img src=\"%s\"></a>\n"
                  .formatted(urls.photo(channel, post.id())));
      case UNSUPPORTED -> unsupported(post.id());
      case TEXT, LINK_PREVIEW -> {}
    }
  }

  void linkPreview(StandInPost post) {
    if (post.kind() == StandInPost.Kind.LINK_PREVIEW) {
      html.append(
          """
          <a class="tgme_widget_message_link_preview" href="https://harbour-news.example/%d">
          <i class="link_preview_image" style="background-image:url('%s');padding-top:52.5%%"></i>
          <div class="link_preview_site_name accent_color" dir="auto">Harbour</div>
          <div class="link_preview_title" dir="auto">What another page is called</div>
          <div class="link_preview_description" dir="auto">And what it says of itself.</div></a>
          """
              .formatted(post.id(), urls.lookAlike(channel, post.id())));
    }
  }

  private void photos(List<StandInPost> block) {
    if (block.get(0).albumId() == null) {
      var id = block.get(0).id();
      html.append(
          """
          <a class="tgme_widget_message_photo_wrap 4920%d_456239%d" href="https://t.me/%s/%d" \
          style="width:800px;background-image:url('%s')">
          <div class="tgme_widget_message_photo" style="padding-top:66.625%%"></div></a>
          """
              .formatted(id, id, name, id, urls.photo(channel, id)));
      return;
    }
    html.append(
        """
        <div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2" \
        data-margin-h="2" style="width:453px;">
        <div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:76.159%">
        <div class="tgme_widget_message_grouped_layer js-message_grouped_layer" \
        style="width:453px;height:345px">
        """);
    block.forEach(post -> albumPhoto(post.id()));
    html.append("</div></div></div>\n");
  }

  private void albumPhoto(long id) {
    html.append(
        """
        <a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" \
        style="left:0px;top:0px;width:225px;height:172px;margin-right:2px;margin-bottom:2px;\
        background-image:url('%s')" data-ratio="1.5" href="https://t.me/%s/%d?single">
        <div class="grouped_media_helper" style="left:0px;right:0px;top:11px;bottom:11px;">\
        <div class="tgme_widget_message_photo grouped_media" style="top:0px;bottom:0px"></div>\
        </div></a>
        """
            .formatted(urls.photo(channel, id), name, id));
  }

  private void video(long id) {
    var picture = urls.lookAlike(channel, id);
    html.append(
        """
        <a class="tgme_widget_message_video_player blured js-message_video_player" \
        href="https://t.me/%s/%d">
        <i class="tgme_widget_message_video_thumb" style="background-image:url('%s')"></i>
        <div class="tgme_widget_message_video_wrap" style="width:640px;padding-top:56.25%%">\
        <video src="%s" class="tgme_widget_message_video js-message_video" width="100%%"></video>\
        </div><time class="message_video_duration js-message_video_duration">0:42</time></a>
        """
            .formatted(name, id, picture, picture.replace(".jpg", ".mp4?token=uVhO3jxYpw")));
  }

  private void unsupported(long id) {
    html.append(
        """
        <div class="message_media_not_supported_wrap"><div class="message_media_not_supported">
        <div class="message_media_not_supported_label">Please open Telegram to view this post</div>
        <a href="https://t.me/%s/%d" class="message_media_view_in_telegram">VIEW IN TELEGRAM</a>
        </div></div>
        """
            .formatted(name, id));
  }
}
