package io.sluice.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of three categories, each with words of its own among words that all have. */
final class MadeTexts {
  private static final List<String> COMMON =
      words("the of and to a in that is for it as was with be by on not he his but at are this");

  private static final Map<String, List<String>> OWN =
      Map.of(
          "contracts", words("agreement party lessor clause termination liability warranty breach"),
          "invoices", words("invoice amount total tax payment account discount overdue receipt"),
          "minutes", words("meeting chair agenda motion seconded vote committee adjourned quorum"));

  private static final int LENGTH = 200;
  private static final double SHARE = 0.25;

  private MadeTexts() {}

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  static String of(String category, int number) {
    var random = new Random(31L * category.hashCode() + number);
    return Stream.generate(() -> random.nextDouble() < SHARE ? OWN.get(category) : COMMON)
        .limit(LENGTH)
        .map(words -> words.get(random.nextInt(words.size())))
        .collect(Collectors.joining(" ", category + " number " + number + " ", "."));
  }

  /** Files of a category, named after their numbers. */
  static Path write(Path directory, String category, int from, int to) throws IOException {
    Files.createDirectories(directory);
    for (int number = from; number < to; number++) {
      Files.writeString(directory.resolve(category + "-" + number + ".txt"), of(category, number));
    }
    return directory;
  }
}
