package io.sluice.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The script {@code sluice} as it lies where Sluice is installed; what it runs are the classes of
 * this test, so that no build comes before.
 */
record Launcher(Path script) {
  private static final Path SOURCE = Path.of("..", "sluice");

  /** As in a checkout that is built. */
  static Launcher in(Path directory) {
    return in(directory, directory.resolve("app/program/target"));
  }

  /** As in a package. */
  static Launcher unpacked(Path directory) {
    return in(directory, directory);
  }

  private static Launcher in(Path directory, Path place) {
    try {
      var target = Files.createDirectories(place);
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
      var jar = Files.newOutputStream(target.resolve("sluice-program-0.1.0.jar"));
      new JarOutputStream(jar, manifest).close();
      // A link would lead the script to the checkout.
      return new Launcher(
          Files.write(directory.resolve("sluice"), Files.readAllBytes(SOURCE)).toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sluice start(Sluice.Setup setup, String... arguments) {
    return setup.startBy(script, arguments);
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
