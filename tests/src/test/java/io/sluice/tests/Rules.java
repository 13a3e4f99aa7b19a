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

  /** Stops when the point is passed this often, and makes the marker file there. */
  static String stopAt(Point point, int time, Path marker, Path directory) {
    return agent(directory, stop(point, "incrementCounter(\"passed\") == " + time, marker));
  }

  /** Makes the marker file and stops where this is so, in Byteman's words. */
  static String stop(Point point, String condition, Path marker) {
    return rule(point, condition, "io.sluice.tests.KillPoint.reached(\"%s\")".formatted(marker));
  }

  /** Makes the marker file when the point is passed. */
  static String note(Point point, Path marker) {
    return rule(point, "true", "io.sluice.tests.KillPoint.passed(\"%s\")".formatted(marker));
  }

  /** Makes the marker file and stops until there is the other one. */
  static String hold(Point point, Path marker, Path release) {
    var hold = "io.sluice.tests.KillPoint.hold(\"%s\", \"%s\")".formatted(marker, release);
    return rule(point, "true", hold);
  }

  /** The same of what comes to it when there is that file. */
  static String holdAfter(Path file, Point point, Path marker, Path release) {
    var hold = "io.sluice.tests.KillPoint.hold(\"%s\", \"%s\")".formatted(marker, release);
    var condition = "io.sluice.tests.KillPoint.isThere(\"%s\")".formatted(file);
    return rule(point, condition, hold);
  }

  /** Leaves a method at its entry, undone, while there is that file. */
  static String skipWhile(Point point, Path file) {
    return rule(point, "io.sluice.tests.KillPoint.isThere(\"%s\")".formatted(file), "RETURN");
  }

  private static String rule(Point point, String condition, String action) {
    return """
    RULE %s
    CLASS %s
    METHOD %s
    %s
    IF %s
    DO %s
    ENDRULE
    """
        .formatted(point.name(), point.type(), point.method(), point.where(), condition, action);
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

  /** The argument that has a JVM keep to the rules. */
  static String agent(Path directory, String rules) {
    try {
      var script = Files.createTempFile(directory, "rule", ".btm");
      Files.writeString(script, rules);
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
