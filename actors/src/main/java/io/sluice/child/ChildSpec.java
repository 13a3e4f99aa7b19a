package io.sluice.child;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How children are made.
 *
 * @param purpose what they are for, as messages say it: {@code suspect pictures}
 * @param task what they do
 * @param arguments of the task
 * @param heapBytes that one may use, besides what its native code takes
 * @param maxAnswerBytes longest answer
 * @param requests after which one is replaced by a new one
 * @param idle time without a request after which one ends
 * @param jvmArguments after ours, so that they prevail
 */
public record ChildSpec(
    String purpose,
    Class<? extends ChildTask> task,
    List<String> arguments,
    long heapBytes,
    int maxAnswerBytes,
    int requests,
    Duration idle,
    List<String> jvmArguments) {
  private static final int MEBIBYTE = 1 << 20;

  /** How this process came to the classes that Java has kept: a child comes to them likewise. */
  private static final List<String> OF_KEPT_CLASSES =
      List.of(
          "-XX:SharedArchiveFile=",
          "-Xlog:cds",
          "-Xlog:class+path=",
          "-Djdk.util.jar.enableMultiRelease=");

  public ChildSpec {
    arguments = List.copyOf(arguments);
    jvmArguments = List.copyOf(jvmArguments);
  }

  List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash"));
    // What it says of its death is no file that somebody would have to remove.
    command.add("-XX:+ErrorFileToStderr");
    command.add("-Djava.awt.headless=true");
    command.add("-Xmx" + Math.max(1, heapBytes / MEBIBYTE) + "m");
    command.addAll(ofKeptClasses(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildMain.class.getName(), task.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Those of a process's arguments that a child gets too. */
  static List<String> ofKeptClasses(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> OF_KEPT_CLASSES.stream().anyMatch(argument::startsWith))
        .toList();
  }
}
