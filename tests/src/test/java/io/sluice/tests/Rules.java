package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Byteman rules for a process under test, so that the program itself needs no hooks for tests. */
final class Rules {
  private Rules() {}

  /**
   * A place in the program where a kill may hurt.
   *
   * @param where class, method and place within it, in Byteman's words
   */
  record Point(String name, String type, String method, String where) {}

  /** Stops at the so manieth time that the point is passed, and makes the marker file there. */
  static String stopAt(Point point, int time, Path marker, Path directory) {
    return agent(
        directory,
        """
        RULE stop
        CLASS %s
        METHOD %s
        %s
        IF incrementCounter("passed") == %d
        DO io.sluice.tests.KillPoint.reached("%s")
        ENDRULE
        """
            .formatted(point.type(), point.method(), point.where(), time, marker));
  }

  /** Dies when a picture of this width is decoded, in the node and in its children alike. */
  static String dieOfPicture(int width, Path directory) {
    return agent(
        directory,
        """
        RULE die
        INTERFACE io.sluice.image.ImageEngine
        METHOD encode
        AT ENTRY
        IF $1.width() == %d
        DO io.sluice.tests.KillPoint.die()
        ENDRULE
        """
            .formatted(width));
  }

  private static String agent(Path directory, String rule) {
    try {
      var script = Files.createTempFile(directory, "rule", ".btm");
      Files.writeString(script, rule);
      return "-javaagent:" + byteman() + "=script:" + script;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String byteman() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> entry.contains("/byteman-"))
        .findFirst()
        .orElseThrow();
  }
}
