package io.sluice.bench;

import io.sluice.document.PageText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far two texts of the same PDF have the same words: the F1 of both, how often each word stands
 * there counted, whatever their order.
 *
 * @param program whose text the other one is
 * @param worst the least of all documents
 * @param of the document with that
 */
record TextAgreement(String program, int documents, double mean, double worst, String of) {
  private static final Map<String, List<String>> PROGRAMS =
      Map.of(
          "pdftotext", List.of("pdftotext", "-q", "FILE", "-"),
          "mutool", List.of("mutool", "draw", "-q", "-F", "txt", "FILE"));

  /** Empty where the program is not installed, or has a text of none. */
  static Optional<TextAgreement> with(String program, List<Path> documents, DocumentReading reading)
      throws IOException, InterruptedException {
    double sum = 0;
    var worst = new HashMap<Double, Path>();
    int count = 0;
    for (var document : documents) {
      var theirs = text(program, document);
      if (theirs.isEmpty()) {
        return Optional.empty();
      }
      var read = reading.read(document);
      var ours =
          read == null
              ? ""
              : read.pages().stream().map(PageText::text).collect(Collectors.joining(" "));
      if (theirs.get().isBlank() && ours.isBlank()) {
        continue;
      }
      double f1 = f1(words(ours), words(theirs.get()));
      sum += f1;
      count++;
      worst.put(f1, document);
    }
    if (count == 0) {
      return Optional.empty();
    }
    double least = worst.keySet().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    return Optional.of(
        new TextAgreement(
            program, count, sum / count, least, worst.get(least).getFileName().toString()));
  }

  private static Optional<String> text(String program, Path document)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(PROGRAMS.get(program));
    command.replaceAll(word -> word.equals("FILE") ? document.toString() : word);
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Integer> words(String text) {
    return Stream.of(text.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toMap(word -> word, word -> 1, Integer::sum));
  }

  /** Of words with how often each is there. */
  static double f1(Map<String, Integer> one, Map<String, Integer> other) {
    long common =
        one.entrySet().stream()
            .mapToLong(word -> Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0)))
            .sum();
    long all =
        Stream.of(one, other).flatMap(each -> each.values().stream()).mapToLong(n -> n).sum();
    return all == 0 ? 1 : 2.0 * common / all;
  }
}
