package io.sluice.app;

import io.sluice.channel.SourceKind;
import io.sluice.channel.Sources;
import io.sluice.channel.Terms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sources that a user named, and what is wrong with the others. {@code -} stands for standard
 * input, with a source a line.
 *
 * @param typed first those that are files, since a channel of the web may be one that lies there
 */
record SourceArguments(List<Typed> typed, List<String> complaints) {
  private static final String STANDARD_INPUT = "-";

  /** A word and the kind of source that is meant by it. */
  record Typed(SourceKind kind, String word) {}

  SourceArguments {
    typed =
        typed.stream()
            .sorted(Comparator.comparing((Typed source) -> !source.kind().readsFiles()))
            .toList();
  }

  static SourceArguments of(Sources known, List<String> words, InputStream input)
      throws IOException {
    var reading = new Reading(known, new ArrayList<>(), new ArrayList<>());
    for (var word : words) {
      if (word.equals(STANDARD_INPUT)) {
        reading.addLines(input);
      } else {
        reading.add(word, "");
      }
    }
    return new SourceArguments(reading.typed, reading.complaints);
  }

  /** How many were named of this kind. */
  long count(SourceKind kind) {
    return typed.stream().filter(source -> source.kind() == kind).count();
  }

  /** What was read of the words. */
  private record Reading(Sources known, List<Typed> typed, List<String> complaints) {
    private void addLines(InputStream input) throws IOException {
      var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
      int number = 0;
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        var word = line.replace("\uFEFF", "").strip();
        if (!word.isEmpty() && !word.startsWith("#")) {
          add(word, "line " + number + ": ");
        }
      }
    }

    private void add(String word, String where) {
      var kind = known.of(word);
      try {
        if (!kind.readsFiles()) {
          kind.offer(word, Terms.ALL);
        }
        typed.add(new Typed(kind, word));
      } catch (IOException e) {
        complaints.add(where + word + ": " + e.getMessage());
      }
    }
  }
}
