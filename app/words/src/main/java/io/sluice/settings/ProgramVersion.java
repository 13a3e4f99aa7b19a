package io.sluice.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as its build wrote it. */
public final class ProgramVersion {
  public static final String CURRENT = read();

  private ProgramVersion() {}

  private static String read() {
    try (var in = ProgramVersion.class.getResourceAsStream("program.properties")) {
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
