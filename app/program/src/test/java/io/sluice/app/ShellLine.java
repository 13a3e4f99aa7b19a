package io.sluice.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A line for a shell, as documents have it, taken apart into the commands that it runs. */
final class ShellLine {
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");
  private static final String OPERATORS = "|&;()<>";

  private final String line;
  private final List<Command> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private boolean redirected;
  private int at;

  /**
   * A command.
   *
   * @param environment what is assigned before it
   */
  record Command(Map<String, String> environment, List<String> words) {
    static Command of(List<String> words) {
      var environment = new LinkedHashMap<String, String>();
      int first = 0;
      for (var word : words) {
        var assignment = ASSIGNMENT.matcher(word);
        if (!assignment.matches()) {
          break;
        }
        environment.put(assignment.group(1), assignment.group(2));
        first++;
      }
      return new Command(environment, List.copyOf(words.subList(first, words.size())));
    }
  }

  private ShellLine(String line) {
    this.line = line;
  }

  static List<Command> commands(String line) {
    var parsed = new ShellLine(line);
    parsed.parse();
    return parsed.commands;
  }

  private void parse() {
    while (at < line.length()) {
      char sign = line.charAt(at);
      if (Character.isWhitespace(sign)) {
        at++;
      } else if (sign == '#') {
        break;
      } else if (OPERATORS.indexOf(sign) >= 0) {
        operator(sign);
      } else {
        var word = word();
        if (!redirected) {
          words.add(word);
        }
        redirected = false;
      }
    }
    end();
  }

  private void operator(char sign) {
    at++;
    redirected = sign == '>' || sign == '<' && !line.startsWith("(", at);
    if (sign != '>' && sign != '<') {
      end();
    }
  }

  private void end() {
    if (!words.isEmpty()) {
      commands.add(Command.of(words));
      words = new ArrayList<>();
    }
  }

  private String word() {
    var word = new StringBuilder();
    while (at < line.length()
        && !Character.isWhitespace(line.charAt(at))
        && OPERATORS.indexOf(line.charAt(at)) < 0) {
      char sign = line.charAt(at++);
      if (sign == '\'' || sign == '"') {
        int close = line.indexOf(sign, at);
        if (close < 0) {
          throw new IllegalArgumentException("a quote is open: " + line);
        }
        word.append(line, at, close);
        at = close + 1;
      } else {
        word.append(sign);
      }
    }
    return word.toString();
  }
}
