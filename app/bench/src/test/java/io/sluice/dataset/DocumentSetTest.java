package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.sluice.child.ChildAnswer;
import io.sluice.document.DocumentSettings;
import io.sluice.document.Extraction;
import io.sluice.document.Extractor;
import io.sluice.document.PageText;
import io.sluice.document.TextState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DocumentSetTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;
  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  private int run(Path out, String... options) {
    var line = new CommandLine(new DatasetCommand());
    line.setOut(new PrintWriter(printed, true)).setErr(new PrintWriter(complaints, true));
    var words = new ArrayList<>(List.of("documents", "--out", out.toString()));
    words.addAll(List.of(options));
    return line.execute(words.toArray(String[]::new));
  }

  private static List<JsonNode> manifest(Path set) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(set.resolve(DocumentSet.MANIFEST))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static Map<String, String> contents(Path set) throws IOException {
    try (var files = Files.walk(set)) {
      var contents = new TreeMap<String, String>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            set.relativize(file).toString(),
            Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
      return contents;
    }
  }

  @Test
  void all_words_of_each_kind_are_read_again() throws Exception {
    assertThat(run(dir.resolve("set"), "--count=60", "--pages=2")).isZero();
    var config = ConfigFactory.parseString("sluice.data-dir=\"" + dir + "\"");
    var read = new TreeMap<String, Integer>();
    try (var extractor =
        new Extractor(
            DocumentSettings.from(config.withFallback(ConfigFactory.defaultReference())))) {
      for (var line : manifest(dir.resolve("set"))) {
        var path = dir.resolve("set").resolve(line.get("path").asText());
        var answer =
            extractor
                .read(path.getFileName().toString(), Files.readAllBytes(path))
                .toCompletableFuture()
                .get();
        var text = Extraction.read(((ChildAnswer.Given) answer).bytes());
        assertThat(text.state()).as("%s: %s", path, text.reason()).isEqualTo(TextState.TEXT);
        var words = words(text).collect(Collectors.joining(" ")).split("\\s+");
        assertThat(words.length)
            .as("words of %s", path)
            .isGreaterThanOrEqualTo(line.get("words").asInt());
        read.merge(line.get("kind").asText(), 1, Integer::sum);
      }
    }
    assertThat(read.keySet())
        .containsExactlyInAnyOrderElementsOf(
            List.of(DocumentFormat.values()).stream().map(DocumentFormat::word).toList());
  }

  /** With those of the documents within it. */
  private static Stream<String> words(Extraction text) {
    return Stream.concat(
        text.pages().stream().map(PageText::text),
        text.within().stream()
            .map(Extraction.Part::content)
            .filter(Objects::nonNull)
            .flatMap(DocumentSetTest::words));
  }

  @Test
  void the_same_seed_gives_the_same_documents() throws IOException {
    assertThat(run(dir.resolve("one"), "--count=30", "--pages=1", "--seed=7")).isZero();
    assertThat(run(dir.resolve("two"), "--count=30", "--pages=1", "--seed=7")).isZero();
    assertThat(run(dir.resolve("three"), "--count=30", "--pages=1", "--seed=8")).isZero();

    assertThat(contents(dir.resolve("one"))).hasSize(31).isEqualTo(contents(dir.resolve("two")));
    assertThat(contents(dir.resolve("one"))).isNotEqualTo(contents(dir.resolve("three")));
  }

  @Test
  void a_folder_a_category_and_poison_apart() throws IOException {
    assertThat(run(dir.resolve("set"), "--count=40", "--pages=1", "--poison=2", "--kinds=pdf,txt"))
        .isZero();

    var lines = manifest(dir.resolve("set"));
    assertThat(lines).hasSize(42);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(dir.resolve("set").resolve(line.get("path").asText())).exists());
    assertThat(lines.stream().filter(line -> line.has("category")))
        .hasSize(40)
        .allSatisfy(
            line ->
                assertThat(line.get("path").asText())
                    .matches("documents/" + line.get("category").asText() + "/\\d+\\.(pdf|txt)"));
    assertThat(lines.stream().filter(line -> line.has("poison")))
        .extracting(line -> line.get("path").asText())
        .containsExactly("poison/encrypted-1.pdf", "poison/cut-off-1.docx");
    assertThat(printed.toString())
        .matches(
            "Wrote 40 documents of 6 categories \\(\\d+ pdf, \\d+ txt\\) and 2 of poison, .*\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--count=0 | --count must be 1 to 1000000, was 0",
        "--pages=0 | --pages must be 1 to 1000, was 0",
        "--poison=-1 | --poison must be 0 to 10000, was -1",
        "--kinds=pdf,doc | --kinds knows pdf, docx, xlsx, pptx, eml, html, txt, rtf, zip, was doc"
      })
  void refuses_a_wrong_option_and_says_what_is_allowed(String option, String complaint) {
    assertThat(run(dir, option)).isEqualTo(2);

    assertThat(complaints.toString()).startsWith(complaint);
    assertThat(dir).isEmptyDirectory();
  }
}
