package io.sluice.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that the program is started from: those that the build has packaged, whose classes Java
 * keeps (see the script {@code sluice}), and behind them those of the tests, for agents and rules.
 * Where no build has packaged what is tested, as in an editor, only the tests' own.
 */
final class ProgramFiles {
  private static final String TESTS = System.getProperty("java.class.path");

  private ProgramFiles() {}

  /** What Java is told to find classes, and to find them quickly. */
  static List<String> javaOptions() {
    return packaged()
        .map(
            jar ->
                List.of(
                    "-Djdk.util.jar.enableMultiRelease=false",
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-Xlog:class+path=off",
                    "-XX:SharedArchiveFile=" + keptClasses(jar),
                    "-cp",
                    jar + ":" + lib(jar) + "/*:" + othersThan(jar)))
        .orElse(List.of("-cp", TESTS));
  }

  /** No file twice: what all of a kind are read of, such as configuration, would count twice. */
  private static String othersThan(Path jar) {
    return entries()
        .filter(entry -> !entry.equals(jar))
        .filter(entry -> !Files.exists(lib(jar).resolve(entry.getFileName())))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<Path> entries() {
    return Stream.of(TESTS.split(File.pathSeparator))
        .filter(Predicate.not(String::isEmpty))
        .map(Path::of);
  }

  /** Whether a path is one of them. */
  static boolean contain(String path) {
    return Stream.concat(packaged().map(Path::getParent).stream(), entries())
        .anyMatch(entry -> path.startsWith(entry.toString()));
  }

  /** The tests are given this very file only in a build that has packaged it before. */
  private static Optional<Path> packaged() {
    return entries()
        .filter(entry -> entry.getFileName().toString().matches("sluice-program-.*[.]jar"))
        .filter(entry -> Files.isDirectory(lib(entry)))
        .findFirst();
  }

  private static Path lib(Path jar) {
    return jar.resolveSibling("lib");
  }

  /** The newest, should several versions of Java have built here; Java passes over a wrong one. */
  private static Path keptClasses(Path jar) {
    try (var files = Files.list(jar.getParent())) {
      return files
          .filter(file -> file.toString().endsWith(".jsa"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElse(jar.resolveSibling("none.jsa"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
