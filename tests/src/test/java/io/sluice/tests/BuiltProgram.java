package io.sluice.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the program lies that is tested, and how Java starts it. */
final class BuiltProgram {
  private static final String MAIN = "io.sluice.app.Main";

  /** The target directory of the module app; unset where tests run without a build before them. */
  private static final String DIRECTORY = System.getProperty("sluice.program", "");

  /** As the script {@code sluice} has it. */
  private static final String PLAIN = "-Djdk.util.jar.enableMultiRelease=false";

  private static final List<String> WORDS = words();

  private BuiltProgram() {}

  /** Arguments of Java up to the main class, with the classes that the build has kept. */
  static List<String> java() {
    return WORDS;
  }

  /** The files and directories that its classes come from. */
  static Stream<String> files() {
    return DIRECTORY.isEmpty()
        ? Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
        : Stream.of(directory().toString());
  }

  private static Path directory() {
    return Path.of(DIRECTORY).toAbsolutePath().normalize();
  }

  private static List<String> words() {
    if (DIRECTORY.isEmpty()) {
      return List.of("-cp", System.getProperty("java.class.path"), MAIN);
    }
    var directory = directory();
    var words = new ArrayList<>(List.of(PLAIN, "-Xshare:auto"));
    one(directory, "classes-*.jsa").ifPresent(kept -> words.add("-XX:SharedArchiveFile=" + kept));
    words.add("-cp");
    var jar =
        one(directory, "sluice-app-*.jar")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no program is in " + directory + ": run ./mvnw -DskipTests package"));
    words.add(jar + ":" + directory.resolve("lib/*"));
    words.add(MAIN);
    return List.copyOf(words);
  }

  private static Optional<Path> one(Path directory, String glob) {
    try (var files = Files.newDirectoryStream(directory, glob)) {
      var all = new ArrayList<Path>();
      files.forEach(all::add);
      return all.stream().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
