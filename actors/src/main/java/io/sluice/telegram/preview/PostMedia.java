package io.sluice.telegram.preview;

import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/**
 * What a post shows other than text and photos: its block goes in, the word that Telegram Desktop's
 * export has for it comes out.
 */
final class PostMedia {
  private static final String ELSEWHERE =
      ".tgme_widget_message_reply, .tgme_widget_message_link_preview, .js-message_text";

  /** Since custom emoji, the words of a post that is not shown stand hidden beside its content. */
  private static final String SHOWN = ".media_supported_cont";

  private static final String HIDDEN = ".media_not_supported_cont";

  private static final String VIDEO = ".tgme_widget_message_video_player";

  /** An earlier one counts more: whatever is too big is also marked as not supported. */
  private static final List<Map.Entry<String, String>> KINDS =
      List.of(
          Map.entry(VIDEO + ":has(time)", "video_file"),
          Map.entry(VIDEO + ".not_supported", "video_file"),
          Map.entry(VIDEO, "animation"),
          Map.entry(".tgme_widget_message_roundvideo_player", "video_message"),
          Map.entry(".tgme_widget_message_voice_player", "voice_message"),
          Map.entry(".tgme_widget_message_document_icon.audio", "audio_file"),
          Map.entry(".tgme_widget_message_document_wrap", "file"),
          Map.entry(
              ".tgme_widget_message_sticker_wrap, .tgme_widget_message_sticker,"
                  + " .tgme_widget_message_tgsticker, .tgme_widget_message_videosticker",
              "sticker"),
          Map.entry(".tgme_widget_message_poll", "poll"),
          Map.entry(
              ".tgme_widget_message_location_wrap, .tgme_widget_message_location,"
                  + " .tgme_widget_message_venue_wrap",
              "location"),
          Map.entry(".tgme_widget_message_contact_wrap, .tgme_widget_message_contact", "contact"),
          Map.entry(
              ".message_media_not_supported,"
                  + " :containsOwn(Please open Telegram to view this post)",
              "unsupported"));

  private PostMedia() {}

  /** Null for a post of text and photos only. */
  static String of(Element block) {
    return KINDS.stream()
        .filter(kind -> shows(block, kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean shows(Element block, String selector) {
    var elsewhere = block.selectFirst(SHOWN) == null ? ELSEWHERE : ELSEWHERE + ", " + HIDDEN;
    return block.select(selector).stream().anyMatch(found -> found.closest(elsewhere) == null);
  }
}
