package io.sluice.app;

import io.sluice.ledger.website.DoNotContact;
import io.sluice.terminal.Printable;
import io.sluice.website.SuppressedEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that reads or changes the list in the database, whether or not nodes are there. */
abstract class SuppressAction implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var entries = entries();
    var config = SettingFlags.load(spec).config();
    LogOutput.quiet();
    try (var opened = CommandDatabase.open(config, this::tell)) {
      return on(new DoNotContact(opened.database()), entries, spec.commandLine().getOut());
    } finally {
      spec.commandLine().getOut().flush();
    }
  }

  private void tell(String words) {
    spec.commandLine().getErr().println("sluice: " + words);
    spec.commandLine().getErr().flush();
  }

  /** What was typed; {@code -} for an entry a line of standard input. */
  List<String> words() {
    return List.of();
  }

  /** Does it, and gives the exit code. */
  abstract int on(DoNotContact list, List<String> entries, PrintWriter out);

  /** In their normal form. */
  private List<String> entries() throws IOException {
    var entries = new ArrayList<String>();
    for (var word : words()) {
      if (word.equals(STANDARD_INPUT)) {
        addLines(entries);
      } else {
        entries.add(entry(word, ""));
      }
    }
    return entries;
  }

  private void addLines(List<String> entries) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      var word = line.replace("\uFEFF", "").strip();
      if (!word.isEmpty() && !word.startsWith("#")) {
        entries.add(entry(word, "line " + number + ": "));
      }
    }
  }

  private String entry(String word, String where) {
    try {
      return SuppressedEntry.of(word);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), where + Printable.text(e.getMessage()));
    }
  }
}
