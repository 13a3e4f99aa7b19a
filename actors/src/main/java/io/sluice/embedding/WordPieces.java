package io.sluice.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Takes a text apart as BERT's models want it, without capitals and accents: words, signs and
 * Chinese signs one by one, each as the longest pieces that the model's table knows. Thread-safe.
 */
final class WordPieces {
  private static final String BEGINNING = "[CLS]";
  private static final String END = "[SEP]";
  private static final String UNKNOWN = "[UNK]";
  private static final String WITHIN = "##";
  private static final int LONGEST_WORD = 100;

  private static final Pattern ACCENT = Pattern.compile("\\p{Mn}+");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\uFFFD&&[^\t\n\r]]");
  private static final Pattern APART =
      Pattern.compile("[\\p{P}!-/:-@\\[-`{-~]|[\\p{IsIdeographic}&&\\p{IsHan}]");

  private final Map<String, Long> numbers = new HashMap<>();

  /**
   * @param tokenizer as the model's file {@code tokenizer.json} has it
   */
  WordPieces(JsonNode tokenizer) {
    tokenizer
        .path("model")
        .path("vocab")
        .properties()
        .forEach(piece -> numbers.put(piece.getKey(), piece.getValue().longValue()));
    for (var needed : List.of(BEGINNING, END, UNKNOWN)) {
      if (!numbers.containsKey(needed)) {
        throw new IllegalStateException("the model's table of words has no " + needed);
      }
    }
  }

  /**
   * The numbers of its pieces.
   *
   * @param most of them, with those of beginning and end
   */
  long[] of(String text, int most) {
    var pieces = LongStream.builder();
    pieces.add(numbers.get(BEGINNING));
    int left = most - 2;
    for (var word : words(text)) {
      var of = word(word);
      if (of.length > left) {
        break;
      }
      left -= of.length;
      LongStream.of(of).forEach(pieces::add);
    }
    pieces.add(numbers.get(END));
    return pieces.build().toArray();
  }

  private static List<String> words(String text) {
    var clean = UNSEEN.matcher(text).replaceAll("");
    var bare = ACCENT.matcher(Normalizer.normalize(clean, Normalizer.Form.NFD)).replaceAll("");
    var spaced = APART.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll(" $0 ");
    return Pattern.compile("[\\s\\p{Z}]+")
        .splitAsStream(spaced)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private long[] word(String word) {
    var unknown = new long[] {numbers.get(UNKNOWN)};
    if (word.length() > LONGEST_WORD) {
      return unknown;
    }
    var pieces = LongStream.builder();
    for (int at = 0; at < word.length(); ) {
      int end = word.length();
      while (end > at && !numbers.containsKey(piece(word, at, end))) {
        end--;
      }
      if (end == at) {
        return unknown;
      }
      pieces.add(numbers.get(piece(word, at, end)));
      at = end;
    }
    return pieces.build().toArray();
  }

  private static String piece(String word, int from, int to) {
    return from == 0 ? word.substring(0, to) : WITHIN + word.substring(from, to);
  }
}
