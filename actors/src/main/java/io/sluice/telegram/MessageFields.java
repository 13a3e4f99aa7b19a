package io.sluice.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that a message may have, from the writer in Telegram Desktop (export_output_json.cpp
 * at 929032d) and exports since 2018: one goes in, what it says of media and of news comes out.
 */
final class MessageFields {
  private static final Set<String> KNOWN =
      Set.of(
          """
          id type date date_unixtime edited edited_unixtime from from_id author
          forwarded_from forwarded_from_id saved_from saved_from_id via_bot
          reply_to_message_id reply_to_peer_id text text_entities reactions inline_bot_buttons
          photo photo_file_size width height media_spoiler media_type mime_type
          file file_name file_size thumbnail thumbnail_file_size sticker_emoji duration_seconds
          performer title self_destruct_period_seconds contact_information contact_vcard
          contact_vcard_file_size location_information live_location_period_seconds place_name
          address game_title game_description game_link invoice_information poll todo_list
          giveaway_information giveaway_results paid_stars_amount
          action actor actor_id information_text members inviter message_id game_message_id score
          invoice_message_id amount currency recurring discard_reason reason_app_id
          reason_app_name reason_domain values to to_id distance duration period schedule_date
          emoticon new_title new_icon_emoji_id gift_id gift_code gift_text months cost
          boosts boost_peer_id boost_peer_name via_giveaway unclaimed unclaimed_count
          giveaway_msg_id winners winners_count stars stars_count is_unclaimed is_limited
          is_anonymous is_missed is_active is_refunded is_broadcast_messages_allowed
          transaction_id charge_id receipt_message_id peer_id peer_name peers button_id
          user_initiated comment rejected price_stars price_amount_whole price_amount_nano
          price_currency amount_whole amount_nano messages_count completed incompleted items
          scheduled_date additional_prize rich_message community_id days
          """
              .strip()
              .split("\\s+"));

  /** Fields that tell of media by being there; an earlier one counts more. */
  private static final List<Map.Entry<String, String>> MEDIA =
      List.of(
          Map.entry("poll", "poll"),
          Map.entry("live_location_period_seconds", "live_location"),
          Map.entry("location_information", "location"),
          Map.entry("place_name", "location"),
          Map.entry("contact_information", "contact"),
          Map.entry("todo_list", "todo_list"),
          Map.entry("game_title", "game"),
          Map.entry("invoice_information", "invoice"),
          Map.entry("giveaway_information", "giveaway"),
          Map.entry("giveaway_results", "giveaway_results"),
          Map.entry("paid_stars_amount", "paid_media"));

  private MessageFields() {}

  /** What of the message is not known: each field but those that are read or carry no content. */
  static void leaveOut(ObjectNode message, UnknownContent unknown) {
    for (var field : message.properties()) {
      if (!KNOWN.contains(field.getKey())) {
        unknown.add(field.getKey(), field.getValue());
      }
    }
  }

  /** Telegram's media type, or a word for what the other fields tell; null if nothing. */
  static String media(ObjectNode message) {
    var type = Lenient.text(message.get("media_type"));
    if (type != null) {
      return type;
    }
    if (message.hasNonNull("file")) {
      return message.path("mime_type").asText().startsWith("image/") ? "image_file" : "file";
    }
    return MEDIA.stream()
        .filter(word -> message.hasNonNull(word.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
