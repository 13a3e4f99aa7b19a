package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model and the methods that it stands for name each other. */
class ModelMethodsTest {
  private static final List<Path> SOURCES =
      Stream.of("persistence", "cluster-config")
          .map(module -> Path.of("..", module, "src", "main", "java"))
          .toList();

  @ParameterizedTest
  @ValueSource(strings = {"fence", "forming", "lease", "purge"})
  void a_model_and_its_methods_name_each_other(String name) throws IOException {
    var methods = ModelFile.named(name).methods();
    assertThat(methods).isNotEmpty();
    assertThat(namedBy(name)).isEqualTo(methods);
  }

  /** The methods below a comment that names the model, by their classes. */
  private static Map<String, Set<String>> namedBy(String model) throws IOException {
    var mark = "// Model: tests/models/" + model + ".pml";
    var named =
        Pattern.compile(Pattern.quote(mark) + "\\R(?:\\s*(?:@|// Model).*\\R)*.*?(\\w+)\\(");
    var methods = new TreeMap<String, Set<String>>();
    for (var sources : SOURCES) {
      try (var files = Files.walk(sources)) {
        for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          named
              .matcher(Files.readString(file))
              .results()
              .forEach(
                  match ->
                      methods
                          .computeIfAbsent(
                              file.getFileName().toString().replace(".java", ""),
                              type -> new TreeSet<>())
                          .add(match.group(1)));
        }
      }
    }
    return methods;
  }
}
