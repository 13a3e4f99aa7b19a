package io.sluice.client;

import io.sluice.settings.EnvFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What flags, the environment and {@code .env} say; the first that tells is believed. */
final class ClientSettings {
  private Map<String, String> file;

  /**
   * @param flag null if it was not given
   */
  Optional<String> get(String flag, String name) {
    return given(flag).or(() -> given(System.getenv(name))).or(() -> given(file().get(name)));
  }

  private static Optional<String> given(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** The file is read only where neither flag nor environment tells. */
  private Map<String, String> file() {
    if (file == null) {
      file = EnvFile.read(Path.of(""));
    }
    return file;
  }
}
