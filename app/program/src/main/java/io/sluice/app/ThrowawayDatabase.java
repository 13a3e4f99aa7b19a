package io.sluice.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Settings with an embedded database of their own, of which nothing is left at the end. */
final class ThrowawayDatabase implements AutoCloseable {
  /** No setting, so nobody can set it. */
  private static final String MARK = "io-sluice.throwaway";

  private final Path directory;
  private final Config config;

  ThrowawayDatabase(Config config) throws IOException {
    directory = Files.createTempDirectory("sluice-");
    this.config =
        config
            .withValue(MARK, ConfigValueFactory.fromAnyRef(true))
            .withValue("sluice.database-url", ConfigValueFactory.fromAnyRef(""))
            .withValue("sluice.data-dir", path("data"))
            .withValue("sluice.image-dir", path("images"));
  }

  private ConfigValue path(String name) {
    return ConfigValueFactory.fromAnyRef(directory.resolve(name).toString());
  }

  /** Whether these are the settings of one. */
  static boolean isOf(Config config) {
    return config.hasPath(MARK);
  }

  Config config() {
    return config;
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
