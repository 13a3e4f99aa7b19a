package io.sluice.file;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.Arrays;
import java.util.Locale;

/** The values of FILE_SYNC: when files are made to outlive a power cut. */
public enum FileSync {
  /** Each file by itself, as soon as it is read. */
  EACH,
  /** Those of a transaction together, before it commits. */
  BATCH,
  /** When the operating system likes to. */
  OFF;

  public static FileSync from(Config config) {
    var words = Arrays.stream(values()).map(sync -> sync.name().toLowerCase(Locale.ROOT));
    var word = new SettingsReader(config).word("FILE_SYNC", words.toArray(String[]::new));
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
