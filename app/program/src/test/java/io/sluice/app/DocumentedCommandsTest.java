package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.Documents.Documented;
import io.sluice.node.ProgramSettings;
import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Each command that a page shows is one that there is, with options and values that it takes. */
@Isolated("it looks at what the process prints")
class DocumentedCommandsTest {
  private static final Set<String> PROGRAM = Set.of("./sluice", "sluice");
  private static final String IN_THE_IMAGE = "/opt/sluice/sluice";
  private static final Set<String> OF_THE_START = Set.of("JAVA_OPTS", "JAVA_HOME");

  /** What is looked for on the machine where it is wanted. */
  private static final String OCR = "OCR";

  /** Of the script that starts the program. */
  private static final Set<String> OF_THE_SCRIPT = Set.of("--keep-classes");

  private static final Set<String> OF_DOCKER = Set.of("--user", "--stop-timeout", "--scale");
  private static final Set<String> NEED_NOTHING =
      Set.of("sample", "dataset", "completion", "config");
  private static final Map<String, Integer> MOST =
      Map.of("--count", 20, "--messages", 150, "--photos", 20, "--pages", 2, "--poison", 1);
  private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");

  /** Two words in text, of which the first may be a command that has others. */
  private static final Pattern NAMED =
      Pattern.compile("`(?:(?:\\./)?sluice )?([a-z]+) ([a-z][a-z-]*)[ `]");

  private static final Pattern FLAG = Pattern.compile("`(--[a-z][a-z0-9-]+)");

  @TempDir private Path directory;
  private int made;

  /** The words behind the program's name, whatever runs it; empty if it is another program. */
  private static Optional<List<String>> arguments(Documented documented) {
    var words = documented.words();
    if (words.isEmpty() || OF_THE_SCRIPT.contains(words.get(words.size() - 1))) {
      return Optional.empty();
    }
    int program = PROGRAM.contains(words.get(0)) ? 0 : words.indexOf(IN_THE_IMAGE);
    if (words.size() > 1 && words.get(0).equals("docker") && words.get(1).equals("run")) {
      // The image's name; what is behind it are the program's words.
      program = words.indexOf("sluice");
    }
    return program < 0 ? Optional.empty() : Optional.of(words.subList(program + 1, words.size()));
  }

  private static List<Documented> ofProgram() {
    return Documents.commands().stream().filter(one -> arguments(one).isPresent()).toList();
  }

  @Test
  void the_program_takes_each_command() {
    var all = ofProgram();
    assertThat(all).hasSizeGreaterThan(100);
    var whole = Main.whole();
    assertThat(all.stream().flatMap(one -> refusal(whole, one).stream())).isEmpty();
  }

  private static Optional<String> refusal(CommandLine whole, Documented documented) {
    try {
      whole.parseArgs(arguments(documented).orElseThrow().toArray(String[]::new));
      return Optional.empty();
    } catch (ParameterException e) {
      return Optional.of(documented + ": " + e.getMessage());
    }
  }

  @Test
  void what_stands_before_a_command_is_a_setting_with_a_value_that_it_may_have() {
    var wrong = new ArrayList<String>();
    for (var documented : ofProgram()) {
      var given = new HashMap<>(documented.command().environment());
      given.keySet().removeAll(OF_THE_START);
      given.remove(OCR);
      var unknown = new HashSet<>(given.keySet());
      ProgramSettings.known().forEach(setting -> unknown.remove(setting.key()));
      if (!unknown.isEmpty()) {
        wrong.add(documented + ": no settings: " + unknown);
      }
      try {
        NodeSettingsCheck.all(ProgramSettings.load(Map.of(), given, directory).config());
      } catch (InvalidSettingException e) {
        wrong.add(documented + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void the_api_takes_each_request() {
    var requests =
        Documents.commands().stream()
            .filter(one -> one.words().size() > 1 && one.words().get(0).equals("curl"))
            .filter(one -> one.words().stream().anyMatch(word -> word.contains("://")))
            .toList();
    assertThat(requests).hasSizeGreaterThan(10);
    assertThat(
            requests.stream()
                .flatMap(
                    one ->
                        DocumentedRequest.wrong(one.words()).stream()
                            .map(wrong -> one + ": " + wrong)))
        .isEmpty();
  }

  @Test
  void each_option_that_is_named_is_one_of_a_command() {
    var known = new HashSet<String>();
    options(Main.whole(), known);
    known.addAll(OF_THE_SCRIPT);
    known.addAll(OF_DOCKER);
    var wrong = new ArrayList<String>();
    for (var page : Documents.pages()) {
      FLAG.matcher(Documents.text(page))
          .results()
          .map(found -> found.group(1))
          .filter(flag -> !known.contains(flag))
          .forEach(flag -> wrong.add(page.getFileName() + ": " + flag));
    }
    assertThat(wrong).isEmpty();
  }

  private static void options(CommandLine command, Set<String> into) {
    for (var option : command.getCommandSpec().options()) {
      into.addAll(List.of(option.names()));
      if (option.negatable()) {
        Stream.of(option.names()).forEach(name -> into.add(name.replaceFirst("^--", "--no-")));
      }
    }
    command.getSubcommands().values().forEach(part -> options(part, into));
  }

  @Test
  void each_command_that_text_names_is_one_of_its_group() {
    var groups = new HashMap<>(Main.whole().getSubcommands());
    groups.values().removeIf(group -> group.getSubcommands().isEmpty());
    var wrong = new ArrayList<String>();
    for (var page : Documents.pages()) {
      NAMED
          .matcher(Documents.text(page))
          .results()
          .filter(found -> groups.containsKey(found.group(1)))
          .filter(found -> !groups.get(found.group(1)).getSubcommands().containsKey(found.group(2)))
          .forEach(found -> wrong.add(page.getFileName() + ": " + found.group()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void scripts_and_tests_that_are_named_are_there() {
    var bench = Documents.text(Documents.home().resolve("tests/bench"));
    var wrong = new ArrayList<String>();
    for (var documented : Documents.commands()) {
      var words = documented.words();
      if (words.isEmpty()) {
        continue;
      }
      if (words.get(0).startsWith("tests/")
          && !Files.isExecutable(Documents.home().resolve(words.get(0)))) {
        wrong.add(documented + ": no such script");
      }
      if (words.get(0).equals("tests/bench") && !bench.contains("\n  " + words.get(1) + ")")) {
        wrong.add(documented + ": no such bench");
      }
      words.stream()
          .flatMap(word -> TEST.matcher(word).results())
          .map(found -> found.group(1))
          .filter(test -> !isTest(test))
          .forEach(test -> wrong.add(documented + ": no test " + test));
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isTest(String name) {
    return Stream.of("tests", "actors", "persistence")
        .map(module -> Documents.home().resolve(module + "/src/test/java"))
        .anyMatch(sources -> has(sources, name + ".java"));
  }

  private static boolean has(Path sources, String file) {
    try (var files = Files.walk(sources)) {
      return files.anyMatch(one -> one.getFileName().toString().equals(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_needs_no_service_runs() {
    var commands =
        ofProgram().stream()
            .filter(one -> arguments(one).orElseThrow().stream().anyMatch(NEED_NOTHING::contains))
            .filter(one -> NEED_NOTHING.contains(arguments(one).orElseThrow().get(0)))
            // That goes on until it is ended.
            .filter(one -> !arguments(one).orElseThrow().contains("--serve"))
            .toList();
    assertThat(commands).hasSizeGreaterThan(4);
    for (var documented : commands) {
      var ran = Program.run(small(arguments(documented).orElseThrow()).toArray(String[]::new));
      assertThat(ran.exitCode()).as(documented + ran.err()).isZero();
      if (documented.output().startsWith("Wrote ")) {
        assertThat(beginning(ran.out())).isEqualTo(beginning(documented.output()));
      }
    }
  }

  /** The same for less, and into a directory of the test's. */
  private List<String> small(List<String> arguments) {
    var less = new ArrayList<String>();
    for (var word : arguments) {
      var most = less.isEmpty() ? null : MOST.get(less.get(less.size() - 1));
      less.add(
          most != null
              ? Integer.toString(Math.min(most, Integer.parseInt(word)))
              : word.startsWith("/tmp/") ? directory.resolve("d" + made++).toString() : word);
    }
    if (less.get(0).equals("sample")) {
      less.addAll(List.of("--photo-width", "64"));
    }
    return less;
  }

  /** Up to the first figure, and the word behind it. */
  private static String beginning(String output) {
    var words = output.split(" ");
    return words[0] + " " + words[2];
  }
}
