package io.sluice.sample;

import java.util.List;
import java.util.Map;

/**
 * The invented words of an invented harbour town, by the name under which a phrase asks for them in
 * braces. A phrase may ask for others, so that a few dozen lines make many thousand sentences.
 */
final class Phrases {
  static final Map<String, List<String>> BY_NAME =
      Map.ofEntries(
          Map.entry(
              "sentence",
              List.of(
                  "The {boat} {came} {time} with {catch}.",
                  "{Person} {did} {place} {time}.",
                  "{Person} says the {thing} {place} will be {state} {later}.",
                  "The {thing} {place} is {trouble} until {later}, so please use the one {place}.",
                  "{Wind} all day, {sea}, and {sky} towards evening.",
                  "High water at {hour}, low water {low}, {sea}.",
                  "{Number} {people} came to the {event} {place}, {weather}.",
                  "Found {place}: {lost}. Ask for {person} at the {office}.",
                  "The {event} {place} starts at {hour} {later} and {person} is bringing {catch}.",
                  "{Person} and {friend} {did} {place}, {weather}.",
                  "No {boat} {later}; the {office} opens at {hour} instead.",
                  "Diesel at the pump is down to {price}, ice is {price} a box.",
                  "The {boat} is for sale, dry and freshly painted, {sum} or a fair swap.",
                  "Mooring {berth} is free again, ask {person} before {hour}.")),
          Map.entry(
              "headline",
              List.of(
                  "{Place}: {thing} {state}",
                  "{Event} {later}",
                  "{Wind}, {sea}",
                  "{Boat} {came}",
                  "Notice from the {office}",
                  "{Person} {did}",
                  "Tides for {later}")),
          Map.entry(
              "boat",
              List.of(
                  "Grey Pipit",
                  "Marigold Ann",
                  "ferry Lowdun",
                  "Third Sister",
                  "pilot cutter",
                  "Kittiwake II",
                  "Old Barnaby",
                  "mail boat",
                  "lifeboat",
                  "Tansy Bell")),
          Map.entry(
              "came",
              List.of(
                  "came in",
                  "tied up",
                  "ran back early",
                  "landed",
                  "anchored off the bar",
                  "was towed home")),
          Map.entry(
              "time",
              List.of(
                  "before dawn",
                  "at {hour}",
                  "on the morning tide",
                  "just after lunch",
                  "last night",
                  "in thick fog")),
          Map.entry(
              "later",
              List.of("Monday", "Wednesday", "Saturday", "next Tuesday", "tomorrow", "next week")),
          Map.entry(
              "hour",
              List.of("04:12", "05:40", "06:30", "09:00", "11:25", "13:05", "17:50", "19:30")),
          Map.entry(
              "catch",
              List.of(
                  "{number} boxes of mackerel",
                  "a good haul of crab",
                  "two lobsters and a boot",
                  "{number} boxes of whiting",
                  "nothing but weed",
                  "soup for everybody",
                  "{number} pots")),
          Map.entry(
              "person",
              List.of(
                  "Orla Fenwick",
                  "old Tamsin",
                  "the harbour master",
                  "Jory Penhale",
                  "young Dunmar",
                  "Captain Ibsley",
                  "Wen from the chandlery",
                  "the ferryman",
                  "Mrs Askrigg")),
          Map.entry(
              "did",
              List.of(
                  "mended nets",
                  "painted the railings",
                  "counted {number} seals",
                  "hauled up a bicycle",
                  "won the rowing race",
                  "rescued a wet spaniel",
                  "repaired the crane")),
          Map.entry(
              "place",
              List.of(
                  "by the north pier",
                  "at the fish quay",
                  "on the slipway",
                  "below the lighthouse",
                  "in the net loft",
                  "at Cooper's Steps",
                  "along the sea wall",
                  "behind the ice house")),
          Map.entry(
              "thing",
              List.of(
                  "footbridge",
                  "slipway",
                  "crane",
                  "fuel pump",
                  "water tap",
                  "ladder",
                  "car park",
                  "signal lamp",
                  "ice machine")),
          Map.entry(
              "state",
              List.of(
                  "closed",
                  "open",
                  "freshly painted",
                  "slippery",
                  "out of order",
                  "as good as new")),
          Map.entry(
              "wind",
              List.of("north-westerly 5", "light airs", "a stiff southerly", "gusts to 40 knots")),
          Map.entry(
              "sea", List.of("sea slight", "a long swell", "white horses in the bay", "flat calm")),
          Map.entry("sky", List.of("clear sky", "drizzle", "a red sky", "fog patches", "hail")),
          Map.entry(
              "weather",
              List.of("in spite of the rain", "in sunshine", "in oilskins", "with cold hands")),
          Map.entry("number", List.of("three", "seven", "11", "14", "20", "26", "about 40", "112")),
          Map.entry("berth", List.of("3", "7a", "12", "19", "23b")),
          Map.entry("people", List.of("people", "children", "visitors", "rowers", "neighbours")),
          Map.entry(
              "event",
              List.of("regatta", "fish auction", "net sale", "choir evening", "beach clean-up")),
          Map.entry("lost", List.of("one oar", "a red mitten", "keys on a cork", "a parrot cage")),
          Map.entry("office", List.of("harbour office", "chandlery", "ferry kiosk", "ice house")),
          Map.entry("sum", List.of("350", "900", "1,200", "4,750")),
          Map.entry("trouble", List.of("closed", "slippery", "out of order", "under water")),
          Map.entry("low", List.of("soon after lunch", "at 12:20", "at 15:45", "after midnight")),
          Map.entry(
              "friend", List.of("the night watch", "two cousins", "a visitor", "the whole choir")),
          Map.entry("price", List.of("1.18", "1.35", "2.40", "9.50")));

  static final List<String> ELSEWHERE =
      List.of(
          "Паром отменён из-за тумана, следующий в 17:50. ⛴",
          "Рыбный рынок открыт с шести утра, вход со стороны пирса.",
          "Το λιμάνι είναι κλειστό λόγω ανέμου έως αύριο.",
          "العبّارة متأخرة ساعة واحدة بسبب الضباب.",
          "明日の満潮は午前六時半、北の桟橋は通れません。",
          "आज शाम घाट पर संगीत है, सब आइए। 🎶",
          "Der Kran läuft wieder, Grüße vom Kai!",
          "등대 아래 길이 다시 열렸습니다.",
          "⚓🌊🐟",
          "🦭 x 14 👨‍👩‍👧‍👦 🇳🇴");

  static final List<String> HASHTAGS =
      List.of("#harbour", "#tides", "#ferry", "#fishquay", "#lost_and_found", "#regatta", "#порт");

  /** Names of other channels, for forwarded messages and for a sample of several channels. */
  static final List<String> NEIGHBOURS =
      List.of(
          "Lowdun Ferry",
          "North Pier Rowers",
          "Fish Quay Prices",
          "Lighthouse Keepers' Log",
          "Cooper's Steps Choir",
          "Net Loft Market",
          "Ice House & Chandlery",
          "Порт Лоудан");

  static final List<String> AUTHORS = List.of("O. Fenwick", "J. Penhale", "Harbour office");

  static final List<String> EMOJI = List.of("👍", "❤", "🔥", "🐳", "😢");

  private Phrases() {}
}
