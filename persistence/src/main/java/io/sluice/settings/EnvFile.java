package io.sluice.settings;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The file {@code .env} of a directory: its lines go in, values by name come out. */
public final class EnvFile {
  private static final String NAME = ".env";

  private EnvFile() {}

  /**
   * What stands in the file, without quotes; empty if there is none.
   *
   * @throws InvalidSettingException if it cannot be read
   */
  public static Map<String, String> read(Path directory) {
    if (!Files.exists(directory.resolve(NAME))) {
      return Map.of();
    }
    try {
      var values = new TreeMap<String, String>();
      Dotenv.configure()
          .directory(directory.toAbsolutePath().toString())
          .load()
          .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
          .forEach(entry -> values.put(entry.getKey(), unquoted(entry.getValue())));
      return values;
    } catch (DotenvException e) {
      throw new InvalidSettingException(NAME, "cannot be read: " + e.getMessage());
    }
  }

  /** The library takes double quotes away, and leaves single ones. */
  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("'") && value.endsWith("'")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
