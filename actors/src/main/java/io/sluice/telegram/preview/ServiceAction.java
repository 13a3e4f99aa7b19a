package io.sluice.telegram.preview;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a service post tells: its text goes in, the word that Telegram Desktop's export has for it
 * comes out.
 */
final class ServiceAction {
  private static final List<Map.Entry<String, String>> BEGINNINGS =
      List.of(
          Map.entry("channel created", "create_channel"),
          Map.entry("channel photo updated", "edit_group_photo"),
          Map.entry("channel photo removed", "delete_group_photo"),
          Map.entry("channel name was changed", "edit_group_title"),
          Map.entry("live stream scheduled", "group_call_scheduled"),
          Map.entry("live stream", "group_call"));

  private ServiceAction() {}

  /** The word, or {@code service} for a text that is not known. */
  static String of(String text) {
    var told = text.toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream()
        .filter(beginning -> told.startsWith(beginning.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(told.contains(" pinned ") ? "pin_message" : "service");
  }
}
