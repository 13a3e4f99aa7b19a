package io.sluice.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a page tells models to do: its text goes in, and of an answer it is told whether it repeats
 * such an order or its words. Immutable.
 */
final class OrdersToModels {
  /** Who writes so does not speak to people. */
  private static final Pattern ORDER =
      Pattern.compile(
          "ignore (all|any|the|every|your|previous|prior)|disregard|instructions?|system prompt"
              + "|language model|\\bLLM\\b|\\bAI\\b.{0,40}(must|should|shall)|assistant|chatbot"
              + "|(respond|reply|answer|output|print|say|write) (only|with|exactly|the (word|phrase))"
              + "|you (are|must|will) now|ignoriere|anweisung|ignorez|ignora|instruccion|istruzioni"
              + "|инструкци|игнориру|指示|忽略",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?。！？])\\s+|\\n+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** What an order may want to see in an answer: what is quoted, shouted, or an address. */
  private static final Pattern WANTED =
      Pattern.compile(
          "[\"“„«']([^\"”“»']{4,200})[\"”“»']|\\b(\\p{Lu}[\\p{Lu}\\d_-]{4,})\\b"
              + "|((?:https?://|www\\.)[^\\s\"<>]{4,200})|([\\w.+-]+@[\\w-]+\\.[\\w.]+)");

  private static final int RUN = 5;
  private static final int MOST_SENTENCES = 50;
  private static final int MOST_OF_A_SENTENCE = 1_000;

  private final Set<String> runs = new HashSet<>();
  private final Set<String> wanted = new HashSet<>();

  private OrdersToModels() {}

  static OrdersToModels in(String text) {
    var orders = new OrdersToModels();
    var sentences = SENTENCE_END.split(text);
    int found = 0;
    for (int i = 0; i < sentences.length && found < MOST_SENTENCES; i++) {
      var sentence = sentences[i];
      if (sentence.length() <= MOST_OF_A_SENTENCE && ORDER.matcher(sentence).find()) {
        found++;
        orders.add(sentence);
        if (i + 1 < sentences.length && sentences[i + 1].length() <= MOST_OF_A_SENTENCE) {
          orders.add(sentences[i + 1]);
        }
      }
    }
    return orders;
  }

  private void add(String sentence) {
    runs.addAll(runs(sentence));
    var match = WANTED.matcher(sentence);
    while (match.find()) {
      for (int group = 1; group <= match.groupCount(); group++) {
        if (match.group(group) != null) {
          wanted.add(match.group(group));
        }
      }
    }
  }

  private static List<String> runs(String text) {
    var words = BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT).strip());
    var runs = new ArrayList<String>();
    for (int i = 0; i + RUN <= words.length; i++) {
      runs.add(String.join(" ", List.of(words).subList(i, i + RUN)));
    }
    return runs;
  }

  /** The words that it repeats. */
  Optional<String> repeatedIn(String answer) {
    if (runs.isEmpty() && wanted.isEmpty()) {
      return Optional.empty();
    }
    return wanted.stream()
        .filter(answer::contains)
        .findFirst()
        .or(() -> runs(answer).stream().filter(runs::contains).findFirst());
  }
}
