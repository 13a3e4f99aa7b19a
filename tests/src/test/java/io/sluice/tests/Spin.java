package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Searches the states of a model one claim at a time. A model with some guards taken out, or with
 * other bounds, is compiled once in a directory of its own.
 */
final class Spin {
  private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
  private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
  private static final Pattern DEPTH = Pattern.compile("depth reached (\\d+)");
  private static final List<String> TRUNCATED =
      List.of("max search depth too small", "out of memory", "reached -DMEMLIM bound");

  private static final int MEGABYTES = 3_500;
  private static final int DEPTH_LIMIT = 10_000_000;
  private static final long COMPILE_SECONDS = 120;
  private static final long SEARCH_SECONDS = 600;

  private final Path directory;
  private final ModelFile model;
  private final List<String> flags;

  private Spin(Path directory, ModelFile model, List<String> flags) {
    this.directory = directory;
    this.model = model;
    this.flags = flags;
  }

  /** What is missing on this machine to search models; empty if nothing is. */
  static String missing() {
    return Stream.of("spin", "gcc")
        .filter(
            command -> Stream.of(path()).noneMatch(it -> Files.isExecutable(it.resolve(command))))
        .reduce((one, other) -> one + " and " + other)
        .orElse("");
  }

  private static Path[] path() {
    return Stream.of(System.getenv("PATH").split(":")).map(Path::of).toArray(Path[]::new);
  }

  /**
   * How a search ended.
   *
   * @param holds whether the claim does, in all states there are
   */
  record Search(String claim, boolean holds, long states, long depth, double seconds) {}

  /**
   * Compiles a model.
   *
   * @param directory an empty one
   * @param flags such as {@code FAULTS=1}
   */
  static Spin of(Path directory, ModelFile model, List<String> flags) {
    var spin = new Spin(directory, model, flags);
    try {
      Files.copy(model.path(), directory.resolve(model.path().getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var generate = new ArrayList<>(List.of("spin"));
    flags.forEach(flag -> generate.add("-D" + flag));
    generate.addAll(List.of("-a", model.path().getFileName().toString()));
    spin.run(COMPILE_SECONDS, generate);
    spin.run(
        COMPILE_SECONDS,
        List.of(
            "gcc",
            "-O2",
            "-w",
            "-DCOLLAPSE",
            "-DNFAIR=3",
            "-DMEMLIM=" + MEGABYTES,
            "-o",
            "pan",
            "pan.c"));
    return spin;
  }

  /**
   * Searches until the claim is broken, or there is no state left. A way to a state that breaks it
   * is one, also if another way was too long to be followed.
   */
  Search search(String claim) {
    var command = new ArrayList<>(List.of("./pan", "-a", "-N", claim, "-m" + DEPTH_LIMIT));
    if (model.isOfEnds(claim)) {
      command.add("-f");
    }
    long began = System.nanoTime();
    var said = run(SEARCH_SECONDS, command);
    double seconds = (System.nanoTime() - began) / 1e9;
    var search =
        new Search(
            claim, number(ERRORS, said) == 0, number(STATES, said), number(DEPTH, said), seconds);
    if (search.holds()) {
      assertThat(said).as("a whole search of %s %s", model.name(), flags).doesNotContain(TRUNCATED);
    }
    System.out.printf(
        "%s %s %s: %s, %,d states, depth %,d, %.1f s%n",
        model.name(),
        flags,
        claim,
        search.holds() ? "holds" : "broken",
        search.states(),
        search.depth(),
        seconds);
    return search;
  }

  private static long number(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    assertThat(match.find()).as("%s in: %s", pattern, text).isTrue();
    return Long.parseLong(match.group(1));
  }

  private String run(long seconds, List<String> command) {
    var output = directory.resolve("output.txt");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
            .as("%s %s: %s within %d s", model.name(), flags, command, seconds)
            .isTrue();
      } finally {
        process.destroyForcibly();
      }
      var said = Files.readString(output);
      assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
