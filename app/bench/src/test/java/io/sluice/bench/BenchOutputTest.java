package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BenchOutputTest {
  @TempDir private Path directory;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @Command(name = "pumps")
  private static final class Pumps implements Callable<Integer> {
    private final List<Double> each;
    private boolean measured;

    @Mixin private BenchOutput output;

    private Pumps(List<Double> each) {
      this.each = each;
    }

    @Override
    public Integer call() throws IOException {
      output.begin();
      measured = true;
      output.print(
          Map.of(
              "ways",
              List.of(
                  Map.of("way", "ours", "perSecond", 30, "each", each),
                  Map.of("way", "ours", "perSecond", 60))),
          out -> out.println("a table"));
      return 0;
    }
  }

  private int run(Pumps pumps, String... options) {
    return new CommandLine(pumps)
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(options);
  }

  @Test
  void figures_are_kept_and_those_of_later_are_held_against_them() throws IOException {
    var kept = directory.resolve("kept");
    assertThat(run(new Pumps(List.of(10.0, 20.0, 24.0)), "--output-dir=" + kept)).isZero();
    Path file;
    try (var files = Files.list(kept)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(file.getFileName().toString()).matches("bench-pumps-\\d{8}-\\d{6}\\.json");
    assertThat(printed.toString()).isEqualTo("a table" + System.lineSeparator());

    assertThat(run(new Pumps(List.of(40.0, 50.0, 44.0)), "--against=" + file)).isZero();
    assertThat(printed.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "figure before now ratio spread",
            "ways[ours].perSecond 30 30 1.00",
            "ways[ours #2].perSecond 60 60 1.00",
            "ways[ours].each 20 44 2.20 70% / 23%");
  }

  @Test
  void what_there_is_nothing_to_hold_against_is_told_before_anything_is_measured()
      throws IOException {
    var other = Files.writeString(directory.resolve("o"), "{\"bench\":\"pipes\",\"figures\":{}}");
    var none = Files.writeString(directory.resolve("n"), "[\"a\"]");
    for (var file : List.of(other, none, directory.resolve("missing"))) {
      var pumps = new Pumps(List.of(1.0));
      assertThat(run(pumps, "--against=" + file)).isEqualTo(2);
      assertThat(pumps.measured).isFalse();
    }
    assertThat(run(new Pumps(List.of(1.0)), "--output-dir=" + none)).isEqualTo(2);
    assertThat(complaints.toString())
        .contains(
            "is of bench pipes", "has no figures", "cannot be read", "--output-dir must be a dir");
  }
}
