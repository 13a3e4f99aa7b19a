package io.sluice.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Makes up the text of one message from {@link Phrases}: from nothing at all to a page, plain or
 * with the forms that Telegram knows. All chance comes from the generator that is handed in.
 */
public final class NewsText {
  private final Random random;
  private final List<TextPart> parts = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();

  private NewsText(Random random) {
    this.random = random;
  }

  /** The text of a message that has nothing else to show. */
  static List<TextPart> post(Random random) {
    return new NewsText(random).post();
  }

  /** Such a text without its forms. */
  public static String plain(Random random) {
    return post(random).stream().map(TextPart::text).collect(Collectors.joining());
  }

  /** The text under a photo or a clip; two times in five there is none. */
  static List<TextPart> caption(Random random) {
    var text = new NewsText(random);
    if (random.nextInt(5) < 2) {
      return List.of();
    }
    text.sentences(1 + random.nextInt(2));
    if (random.nextInt(3) == 0) {
      text.say(" ").form("hashtag", pick(random, Phrases.HASHTAGS));
    }
    return text.done();
  }

  public static String headline(Random random) {
    return phrase(random, "headline");
  }

  public static String pick(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** One phrase of that name with its braces filled in, as it stands within a sentence. */
  static String fill(Random random, String name) {
    var pattern = pick(random, Phrases.BY_NAME.get(name));
    var filled = new StringBuilder();
    var from = 0;
    for (var open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', from)) {
      var close = pattern.indexOf('}', open);
      var wanted = pattern.substring(open + 1, close);
      var lower = Character.toLowerCase(wanted.charAt(0)) + wanted.substring(1);
      var word = fill(random, lower);
      filled.append(pattern, from, open).append(wanted.equals(lower) ? word : capital(word));
      from = close + 1;
    }
    return filled.append(pattern, from, pattern.length()).toString();
  }

  /** The same, beginning with a capital letter. */
  public static String phrase(Random random, String name) {
    return capital(fill(random, name));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private List<TextPart> post() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> notice(2 + random.nextInt(3));
      case 3, 4 -> timetable();
      case 5 -> thanks();
      case 6 -> tides();
      case 7 -> say(pick(random, Phrases.ELSEWHERE));
      case 8 -> corrected();
      case 9 -> quoted();
      case 10 -> page();
      default -> sentences(1 + random.nextInt(4));
    }
    return done();
  }

  private void notice(int length) {
    form("bold", headline(random)).say("\n\n");
    sentences(length);
    say("\n\n").form("hashtag", pick(random, Phrases.HASHTAGS));
    say(" ").form("hashtag", pick(random, Phrases.HASHTAGS));
  }

  private void timetable() {
    sentences(1);
    if (random.nextBoolean()) {
      say(" See the ");
      form("text_link", "timetable", "href", "https://harbour-news.example/ferry?lang=en&day=1");
      say(".");
    } else {
      say("\n").form("link", "https://harbour-news.example/notices/" + random.nextInt(9_000));
    }
  }

  private void thanks() {
    say("Thanks to ").form("mention", "@sample_harbour_desk").say(" for the tip! ");
    sentences(1);
    say(" Write to ").form("email", "desk@harbour-news.example").say(" 📮");
  }

  private void tides() {
    sentences(1);
    var level = 2 + random.nextInt(3) + "." + random.nextInt(10) + " m";
    say("\n");
    if (random.nextBoolean()) {
      form("code", "HW " + fill(random, "hour") + " " + level);
    } else {
      form("pre", "HW " + fill(random, "hour") + "\nlevel " + level, "language", "text");
    }
  }

  private void corrected() {
    say("Ice is now ").form("strikethrough", fill(random, "price")).say(" ");
    form("underline", fill(random, "price")).say(" a box. ").form("spoiler", "Bring a bucket.");
  }

  private void quoted() {
    say(capital(fill(random, "person")) + " writes: ");
    form("italic", phrase(random, "sentence"));
  }

  private void page() {
    form("bold", headline(random));
    for (var paragraphs = 3 + random.nextInt(4); paragraphs > 0; paragraphs--) {
      say("\n\n");
      sentences(3 + random.nextInt(5));
    }
  }

  private void sentences(int count) {
    for (var i = 0; i < count; i++) {
      say(i == 0 ? "" : " ").say(phrase(random, "sentence"));
    }
  }

  private NewsText say(String text) {
    plain.append(text);
    return this;
  }

  private NewsText form(String type, String text) {
    return form(type, text, "", "");
  }

  private NewsText form(String type, String text, String extraKey, String extra) {
    endPlain();
    parts.add(new TextPart(type, text, extraKey, extra));
    return this;
  }

  private List<TextPart> done() {
    endPlain();
    return List.copyOf(parts);
  }

  private void endPlain() {
    if (!plain.isEmpty()) {
      parts.add(TextPart.of("plain", plain.toString()));
      plain.setLength(0);
    }
  }
}
