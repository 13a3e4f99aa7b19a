package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The spider of Scrapy that lies beside the consumers: what it is to read goes in, what it has read
 * and used comes out.
 *
 * @param python that has Scrapy
 * @param version of this, as it tells it
 */
record SpiderPeer(String python, String version) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the checkout. */
  private static final Path SCRIPT = Path.of("tests/consumer/website_spider.py").toAbsolutePath();

  /** What a version manager offers may lack the libraries. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  /**
   * What came of a run, without the start of Python.
   *
   * @param sites that it is done with
   * @param read of these, those of which there was something to read
   * @param cpu seconds
   */
  record Ran(int sites, int read, double seconds, double cpu, long peakMebibytes) {}

  /** Empty, and told, where no Python has Scrapy. */
  static Optional<SpiderPeer> find() throws IOException, InterruptedException {
    for (var python : PYTHONS) {
      try {
        var asked =
            new ProcessBuilder(python, SCRIPT.toString(), "--check")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() == 0) {
          return Optional.of(new SpiderPeer(python, version.strip()));
        }
      } catch (IOException e) {
        // There is no such Python.
      }
    }
    System.err.println("Scrapy is not installed (python3-scrapy of Debian)");
    return Optional.empty();
  }

  /**
   * Reads the sites of a list.
   *
   * @param rows where it writes
   * @param names port of the server of names
   */
  Ran sites(Path list, Path rows, int names, BenchPace pace)
      throws IOException, InterruptedException {
    return run(
        "sites",
        list.toString(),
        "--out",
        rows.toString(),
        "--names",
        "127.0.0.1:" + names,
        "--delay",
        Integer.toString(pace.delaySeconds()),
        "--at-once",
        Integer.toString(pace.atOnce()),
        "--timeout",
        Integer.toString(pace.timeoutSeconds()));
  }

  /** Asks for three pages of each site, and looks at none. */
  Ran pages(int port, int sites, int atOnce) throws IOException, InterruptedException {
    return run(
        "pages",
        "--port",
        Integer.toString(port),
        "--sites",
        Integer.toString(sites),
        "--at-once",
        Integer.toString(atOnce));
  }

  private Ran run(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(python, SCRIPT.toString()));
    words.addAll(List.of(arguments));
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      var answer = JSON.readTree(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0 || answer.isMissingNode()) {
        throw new IllegalStateException(words + " ended with " + process.exitValue());
      }
      return ran(answer);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Ran ran(JsonNode answer) {
    return new Ran(
        answer.get("sites").asInt(),
        answer.get("read").asInt(),
        answer.get("seconds").asDouble(),
        answer.get("cpu").asDouble(),
        answer.get("peakMb").asLong());
  }
}
