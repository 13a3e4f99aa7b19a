package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.sample.NewsText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Thinks up the names of one folder's files, no two the same; other folders may have them too. */
final class FileNames {
  private static final int LONG_BYTES = 200;

  private static final List<String> EVERYWHERE =
      List.of("readme", "index", "report", "data", "scan", "Untitled", "notes", "photo", "backup");

  private static final List<String> FOREIGN =
      List.of(
          "Brücke über die Förde",
          "Cafe\u0301 am Pier", // the accent is a sign of its own
          "Отчёт за март",
          "λιμάνι",
          "ميناء",
          "桟橋の写真",
          "등대",
          "⚓ tide 🌊");

  private static final List<String> AWKWARD =
      List.of(
          ".hidden",
          "-rf",
          "50% off & more",
          "it's \"quoted\"",
          "back\\slash",
          "a;b|c",
          " spaced ",
          "plus+sign",
          "#1?",
          "$HOME",
          "two..dots",
          "tab\there",
          "{braces}",
          "*",
          "CON");

  private final Set<String> taken = new HashSet<>();

  String next(Random random, String extension) {
    return free(stem(random, extension), extension);
  }

  /** That name, or one with a number where it is taken. */
  String free(String stem, String extension) {
    var name = stem + extension;
    for (var copy = 2; !taken.add(name); copy++) {
      name = stem + " (" + copy + ")" + extension;
    }
    return name;
  }

  private static String stem(Random random, String extension) {
    return switch (random.nextInt(20)) {
      case 0 -> longer(NewsText::headline, random, extension);
      case 1 -> longer(some -> NewsText.pick(some, FOREIGN), random, extension);
      case 2, 3 -> NewsText.pick(random, FOREIGN) + " " + random.nextInt(1_000);
      case 4 -> NewsText.pick(random, AWKWARD);
      case 5, 6, 7 -> NewsText.pick(random, EVERYWHERE);
      case 8, 9, 10, 11 -> String.format(Locale.ROOT, "IMG_%04d", random.nextInt(10_000));
      case 12, 13, 14 -> NewsText.headline(random);
      default -> NewsText.headline(random).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    };
  }

  private interface Words {
    String next(Random random);
  }

  /** As many words as make the name about 200 bytes long, of 255 that Linux allows. */
  private static String longer(Words words, Random random, String extension) {
    var name = words.next(random);
    for (var more = name; length(more + extension) <= LONG_BYTES; ) {
      name = more;
      more = name + " " + words.next(random);
    }
    return name;
  }

  private static int length(String name) {
    return name.getBytes(UTF_8).length;
  }
}
