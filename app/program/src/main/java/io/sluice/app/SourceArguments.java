package io.sluice.app;

import io.sluice.words.ChannelLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The sources that a user named: links of channels, paths of exports, and what is wrong with the
 * others. {@code -} stands for standard input, with a source a line.
 */
record SourceArguments(List<ChannelLink> links, List<Path> exports, List<String> complaints) {
  private static final String STANDARD_INPUT = "-";

  static SourceArguments of(List<String> typed, InputStream input) throws IOException {
    var arguments = new SourceArguments(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var word : typed) {
      if (word.equals(STANDARD_INPUT)) {
        arguments.addLines(input);
      } else {
        arguments.add(word, "");
      }
    }
    return arguments;
  }

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
    if (!ChannelLink.looksLikeOne(word)) {
      exports.add(Path.of(word));
      return;
    }
    try {
      links.add(ChannelLink.parse(word));
    } catch (IllegalArgumentException e) {
      complaints.add(where + word + ": " + e.getMessage());
    }
  }
}
