package io.sluice.standin;

import java.util.List;
import java.util.Random;

/**
 * Makes up what a harbour's channels say. No two texts are the same, because each names its channel
 * and message.
 */
final class PostWords {
  static final List<String> EMOJI = List.of("⚓", "🐟", "🌊", "⛴️", "😀");
  static final List<String> AUTHORS = List.of("Ida Holm", "Per Quist", "M. Ågren", "Desk");
  static final List<String> NEIGHBOURS =
      List.of("North Pier Bulletin", "Fish & Ice", "Lighthouse Daily", "Ferry «Freja» Times");

  private static final List<String> OPENINGS =
      List.of(
          "The ferry from the north quay leaves ten minutes late today.",
          "Cod at 12 < 14 a kilo & plaice for the asking, says the hall.",
          "Fog until noon, then a light wind from the west.",
          "The lighthouse keeper asks for fewer \"surprise\" visits.",
          "Высокая вода в шесть утра, низкая к полудню.",
          "Mooring four is free again: ask at the office before three.",
          "El mercado del muelle abre mañana a las siete.");
  private static final List<String> ENDINGS =
      List.of(
          "Bring a bucket and a friend.",
          "More at https://harbour-news.example/notices?lang=en&day=1 for all.",
          "See the timetable before you go.",
          "Thanks to @sample_harbour_desk for the tip.",
          "#harbour #tides",
          "The office is open until four.");

  private PostWords() {}

  static String text(Random random, String channel, long id) {
    var mark = "No. " + id + " of " + channel;
    return switch (random.nextInt(12)) {
      case 0 -> mark;
      case 1, 2 -> mark + "\n\n" + sentences(random) + "\n" + pick(random, ENDINGS);
      case 3 -> mark + " " + pick(random, EMOJI) + " " + sentences(random) + "\n" + list(random);
      case 4 -> mark + "\n\n" + sentences(random) + "\n\n" + sentences(random);
      default -> sentences(random) + " " + mark + ". " + pick(random, ENDINGS);
    };
  }

  static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String sentences(Random random) {
    return pick(random, OPENINGS)
        + " "
        + pick(random, ENDINGS)
        + (random.nextInt(3) == 0 ? " " + pick(random, EMOJI) : "");
  }

  private static String list(Random random) {
    return "— ice: " + random.nextInt(90) + " a box\n— diesel: " + random.nextInt(90) + " a can";
  }
}
