package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What .dockerignore lets into the build of the image is enough for Maven to begin with. */
class ImageContextTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>\\s*([^<\\s]+)\\s*</module>");

  @Test
  void the_build_file_of_each_module_is_let_in() throws IOException {
    var letIn =
        Files.readAllLines(ROOT.resolve(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> Path.of(line.substring(1)))
            .toList();
    var files = buildFiles(Path.of("")).toList();
    assertThat(files)
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> assertThat(letIn).anyMatch(file::startsWith));
  }

  private static Stream<Path> buildFiles(Path module) throws IOException {
    var file = module.resolve("pom.xml");
    var below = Stream.<Path>builder();
    for (var name : modules(Files.readString(ROOT.resolve(file)))) {
      buildFiles(module.resolve(name)).forEach(below);
    }
    return Stream.concat(Stream.of(file), below.build());
  }

  private static List<String> modules(String buildFile) {
    return MODULE.matcher(buildFile).results().map(found -> found.group(1)).toList();
  }
}
