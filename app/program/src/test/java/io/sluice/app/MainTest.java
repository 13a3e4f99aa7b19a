package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ProgramSettings;
import io.sluice.settings.ProgramVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it looks at what the process prints")
class MainTest {
  private static final int USAGE = 2;

  @Test
  void config_shows_every_setting_its_value_and_where_it_comes_from() {
    var program = Program.run("config", "--batch-size=77", "--data-dir", "/srv/news");
    assertThat(program.exitCode()).isZero();
    assertThat(program.err()).isEmpty();
    assertThat(program.out().lines().map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(
            ProgramSettings.known().stream().map(ProgramSettings.Known::key).toList());
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "BATCH_SIZE 77 flag",
            "DATA_DIR /srv/news flag",
            "IMAGE_DIR /srv/news default: DATA_DIR",
            "IMAGE_QUALITY 70 default",
            "DATABASE_URL - default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://ann:s3cret@db/news?sslmode=require",
        "jdbc:postgresql://db/news?user=ann&password=s3cret&sslmode=require",
        "postgres://ann@db/news?sslmode=require&sslpassword=s3cret&password=s3cret"
      })
  void config_hides_passwords(String url) {
    var program = Program.run("config", "--database-url", url);
    assertThat(program.exitCode()).isZero();
    assertThat(program.out())
        .contains("postgresql://ann:***@db:5432/news?sslmode=require")
        .doesNotContain("s3cret");
  }

  @Test
  void config_hides_the_token() {
    var program = Program.run("config", "--api-token", "0123456789-s3cret");
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("API_TOKEN *** flag");
    assertThat(program.out()).doesNotContain("s3cret");
  }

  @Test
  void a_token_that_is_refused_is_not_repeated() {
    var program = Program.run("config", "--api-token", "s3cret");
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.err()).contains("API_TOKEN must be ", "(flag)").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "collect", "psql"})
  void a_wrong_value_is_refused_with_key_value_origin_and_what_is_allowed(String command) {
    var program =
        command.equals("collect")
            ? Program.run(command, "--batch-size=0", "/no/such/export")
            : Program.run(command, "--batch-size=0");
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .startsWith("sluice: BATCH_SIZE must be a whole number from 1 to 10000, was 0 (flag)\n")
        .contains("Try: sluice " + command + " --help");
  }

  @Test
  void a_wrong_address_of_the_database_is_refused_without_its_password() {
    var program = Program.run("config", "--database-url=postgres://ann:s3cret@@db/news");
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.err()).contains("DATABASE_URL must be ").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "collect | SOURCE",
        "collect --limit=-1 x | --limit must be 0 or more, was -1",
        "collect --limit=many x | --limit",
        "collect --since=yesterday x | must be like 2025-01-31 or 2025-01-31T12:00:00Z",
        "collect --follow --limit=5 @durov | --follow goes on without end, so it cannot have a"
            + " --limit",
        "collect --follow --interval=0s @durov | must be 1s to 720h, such as 90s, 5m or 1h, was 0s",
        "collect --follow no/such/export | --follow needs a channel of the web, such as @durov",
        "collect --no-such-flag x | --no-such-flag",
        "bench | what to measure is missing: images, store, collect",
        "bench store --messages=0 | --messages must be 1 or more, was 0",
        "dataset | what to make is missing: files",
        "dataset files | Missing required option: '--out=DIR'",
        "submit | the kind of the items is missing: files",
        "submit photos x | there is no command photos in sluice submit, only files",
        "completion fish | fish",
        "batch dance | there is no command dance in sluice batch, only list, ",
        "dance | there is no command dance in sluice, only "
      })
  void wrong_usage_has_exit_code_2_and_one_line_that_says_why(String words, String complaint) {
    var program = Program.run(words.split(" "));
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.out()).isEmpty();
    assertThat(program.err().lines()).hasSize(2);
    assertThat(program.err()).startsWith("sluice: ").contains(complaint).contains("Try: sluice ");
  }

  @Test
  void without_a_command_it_says_so() {
    var program = Program.run();
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.err()).startsWith("sluice: a command is missing\nTry: sluice --help\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"collect", "config", "psql", "bench store"})
  void the_help_names_every_setting(String command) {
    var program = Program.run((command + " --help").split(" "));
    assertThat(program.exitCode()).isZero();
    ProgramSettings.known()
        .forEach(
            known ->
                assertThat(program.out())
                    .contains("--" + known.key().toLowerCase().replace('_', '-') + "=VALUE"));
  }

  @Test
  void the_help_lists_every_command() {
    assertThat(Program.run("--help").out().lines().map(line -> line.strip().split(" ")[0]))
        .contains(
            "node",
            "collect",
            "channel",
            "status",
            "config",
            "psql",
            "bench",
            "sample",
            "dataset",
            "completion",
            "help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"node", "collect", "bench collect", "channel add", "dataset files", "drain"})
  void the_help_fills_its_lines(String command) {
    var help = Program.run((command + " --help").split(" ")).out();
    var lines =
        help.lines()
            .dropWhile(line -> line.startsWith("Usage") || line.startsWith(" "))
            .takeWhile(line -> !line.startsWith(" "))
            .toList();
    assertThat(lines).isNotEmpty();
    for (int i = 0; i + 1 < lines.size(); i++) {
      var next = lines.get(i + 1).split(" ")[0];
      if (!lines.get(i).endsWith(".") && !next.isEmpty()) {
        assertThat(lines.get(i).length() + 1 + next.length()).as(lines.get(i)).isGreaterThan(78);
      }
    }
  }

  /** Of a description with several lines the list shows the first. */
  @ParameterizedTest
  @ValueSource(strings = {"", "channel ", "bench "})
  void the_list_of_commands_ends_no_description_in_mid_sentence(String group) {
    var help = Program.run((group + "--help").split(" ")).out();
    var list = help.substring(help.indexOf("Commands:")).split("(?m)^\\S.*$|^  (?=\\S)");
    assertThat(list).hasSizeGreaterThan(3);
    assertThat(list)
        .filteredOn(text -> !text.isBlank())
        .allMatch(text -> text.strip().endsWith("."));
  }

  @Test
  void help_of_a_command_names_its_settings() {
    assertThat(Program.run("help", "collect").out()).contains("--batch-size=VALUE");
  }

  @Test
  void the_version_is_that_of_the_build() {
    assertThat(Program.run("--version").out()).startsWith("sluice " + ProgramVersion.CURRENT);
  }

  @Test
  void a_node_takes_its_host_by_a_short_flag_too() {
    var program = Program.run("node", "--host", "192.0.2.7");
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.err())
        .contains("NODE_HOST must be auto, or an address or name of this machine")
        .contains("was 192.0.2.7 (flag)");
    assertThat(Program.run("collect", "--host", "127.0.0.2").err()).contains("--host");
  }

  @ParameterizedTest
  @CsvSource({
    "--management-port=0, 'MANAGEMENT_PORT must be one number for all pods where CLUSTER_FORMING is"
        + " kubernetes, was 0'",
    "--node-host=auto, 'MANAGEMENT_HOST must be an address that other pods reach where"
        + " CLUSTER_FORMING is kubernetes, such as 0.0.0.0, was 127.0.0.1'"
  })
  void pods_must_be_able_to_ask_each_other(String flag, String complaint) {
    var program = Program.run("config", "--cluster-forming=kubernetes", flag);
    assertThat(program.exitCode()).isEqualTo(USAGE);
    assertThat(program.err()).contains(complaint);
  }
}
