package io.sluice.telegram;

import io.sluice.channel.Offer;
import io.sluice.persistence.StorableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what an export holds and what cannot be collected: chats go in, lines come out. */
final class UncollectedChats {
  static final String WITHOUT_ID =
      "no id, so it cannot be collected: export it again with a newer Telegram Desktop";
  static final String WITHOUT_MESSAGES = "no list of messages, so it cannot be collected";
  static final String NO_OBJECT = "no form of a chat, so it cannot be collected";

  private static final int MOST_NAMES = 1000;
  private static final int SHOWN = 5;
  private static final int MOST_OF_NAME = 100;

  private final Map<String, Chats> chats = new LinkedHashMap<>();
  private final List<Offer.Uncollected> others = new ArrayList<>();

  /** Those of one kind. */
  private static final class Chats {
    private final List<String> names = new ArrayList<>();
    private long count;
  }

  /** What is no chat. */
  void add(String words) {
    others.add(new Offer.Uncollected(List.of(), words));
  }

  /**
   * A chat.
   *
   * @param lacks what it has not, as in {@code no id}
   * @param name null or empty if it has none
   */
  void add(String lacks, String name) {
    var those = chats.computeIfAbsent(lacks, none -> new Chats());
    those.count++;
    if (those.names.size() < MOST_NAMES) {
      those.names.add(shortened(name));
    }
  }

  private static String shortened(String name) {
    if (name == null || name.isBlank()) {
      return "without a name";
    }
    return StorableText.of(name.length() > MOST_OF_NAME ? name.substring(0, MOST_OF_NAME) : name);
  }

  List<Offer.Uncollected> lines() {
    var lines = new ArrayList<Offer.Uncollected>();
    chats.forEach((lacks, those) -> lines.add(line(lacks, those)));
    lines.addAll(others);
    return lines;
  }

  private static Offer.Uncollected line(String lacks, Chats those) {
    var shown = String.join(", ", those.names.subList(0, Math.min(SHOWN, those.names.size())));
    var words =
        those.count == 1
            ? "the chat %s has %s".formatted(shown, lacks)
            : "%d chats have %s (%s%s)"
                .formatted(
                    those.count,
                    lacks.replace("it cannot", "they cannot").replace("export it", "export them"),
                    shown,
                    those.count > SHOWN ? ", ..." : "");
    return new Offer.Uncollected(those.names, words);
  }
}
