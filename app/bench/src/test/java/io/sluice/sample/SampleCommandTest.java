package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SampleCommandTest {
  @TempDir private Path dir;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @Test
  void writes_an_export_and_tells_of_it() {
    assertThat(run("--messages=30", "--photos=3", "--photo-width=64", "--name=Pier")).isZero();

    assertThat(printed.toString()).startsWith("Wrote 30 messages and 3 photos in 1 channel, ");
    assertThat(dir.resolve("result.json")).content().contains("\"name\": \"Pier\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--channels=0 | --channels must be 1 to 999, was 0",
        "--messages=0 | --messages must be 1 to 10000000, was 0",
        "--photos=1000 | --photos must be 0 to 999 (one less than --messages), was 1000",
        "--photos=-1 | --photos must be 0 to 999 (one less than --messages), was -1",
        "--photo-width=12 | --photo-width must be 64 to 4096, was 12",
        "--name= | --name must not be blank",
        "--oddities --photos=4 | --oddities needs --photos of at least 5, was 4",
        "--seed=tide | Invalid value for option '--seed': 'tide'"
      })
  void refuses_a_wrong_option_and_says_what_is_allowed(String options, String complaint) {
    assertThat(run(options.split(" "))).isEqualTo(2);

    assertThat(complaints.toString()).startsWith(complaint);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void refuses_a_folder_that_holds_files_unless_forced() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "mine");

    assertThat(run("--messages=5", "--photos=0")).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("DIR must be new or empty").contains("--force");
    assertThat(run("--messages=5", "--photos=0", "--force")).isZero();
    assertThat(dir.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void refuses_a_file_in_place_of_a_folder() throws IOException {
    dir = Files.writeString(dir.resolve("notes.txt"), "mine");

    assertThat(run("--force")).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("DIR must be a folder");
  }

  private int run(String... options) {
    return new CommandLine(new SampleCommand())
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(
            Stream.concat(Stream.of(dir.toString()), Stream.of(options)).toArray(String[]::new));
  }
}
