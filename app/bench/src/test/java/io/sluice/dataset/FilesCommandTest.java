package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.SmallDisk;
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

class FilesCommandTest {
  @TempDir private Path dir;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @Test
  void writes_files_and_tells_of_them() {
    assertThat(run("--count=20", "--seed=7")).isZero();

    assertThat(printed.toString())
        .matches(
            "Wrote 20 files, \\d+\\.\\d MB: \\d+ distinct contents and \\d duplicates?,"
                + " \\d+ pictures, \\d broken on purpose, to .*\\R");
    assertThat(dir).isNotEmptyDirectory();
  }

  @Test
  void tells_figures_as_json() throws IOException {
    assertThat(run("--count=20", "--seed=7", "--oddities", "--json")).isZero();

    var figures = new ObjectMapper().readTree(printed.toString());
    assertThat(figures.fieldNames())
        .toIterable()
        .containsExactly(
            "files", "bytes", "distinct", "duplicates", "pictures", "broken", "oddities");
    assertThat(figures.path("files").asInt()).isEqualTo(20);
    assertThat(figures.path("oddities").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--count=0 | --count must be 1 to 1000000, was 0",
        "--count=-3 | --count must be 1 to 1000000, was -3",
        "--count=1000001 | --count must be 1 to 1000000, was 1000001",
        "--seed=tide | Invalid value for option '--seed': 'tide'"
      })
  void refuses_a_wrong_option_and_says_what_is_allowed(String option, String complaint) {
    assertThat(run(option)).isEqualTo(2);

    assertThat(complaints.toString()).startsWith(complaint);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void refuses_a_folder_that_holds_files_unless_forced() throws IOException {
    Files.writeString(dir.resolve("notes.txt"), "mine");

    assertThat(run("--count=5")).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("DIR must be new or empty").contains("--force");
    assertThat(run("--count=5", "--force")).isZero();
    assertThat(dir.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void refuses_a_file_in_place_of_a_folder() throws IOException {
    dir = Files.writeString(dir.resolve("notes.txt"), "mine");

    assertThat(run("--force")).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("DIR must be a folder");
    assertThat(dir).hasContent("mine");
  }

  @Test
  void says_that_the_disk_is_full() throws IOException {
    try (var disk = SmallDisk.at(dir.resolve("disk"), "256k")) {
      dir = disk.place();

      assertThat(run("--count=200")).isEqualTo(1);
      assertThat(complaints.toString()).startsWith(dir + " has no room left: make room there");
    }
  }

  private int run(String... options) {
    var words = Stream.concat(Stream.of("files", "--out", dir.toString()), Stream.of(options));
    return new CommandLine(new DatasetCommand())
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(words.toArray(String[]::new));
  }
}
