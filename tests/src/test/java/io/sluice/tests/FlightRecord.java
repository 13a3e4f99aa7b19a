package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What Java itself notes of a process: each file that it reads or writes, and what it works on. */
record FlightRecord(Path settings, Path file) {
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="jdk.FileRead">
          <setting name="enabled">true</setting>
          <setting name="threshold">0 ns</setting>
          <setting name="stackTrace">true</setting>
        </event>
        <event name="jdk.FileWrite">
          <setting name="enabled">true</setting>
          <setting name="threshold">0 ns</setting>
          <setting name="stackTrace">true</setting>
        </event>
        <event name="jdk.FileForce">
          <setting name="enabled">true</setting>
          <setting name="threshold">0 ns</setting>
          <setting name="stackTrace">true</setting>
        </event>
        <event name="jdk.ExecutionSample">
          <setting name="enabled">true</setting>
          <setting name="period">1 ms</setting>
        </event>
      </configuration>
      """;

  static FlightRecord in(Path directory) throws IOException {
    var settings = directory.resolve("flight.jfc");
    Files.writeString(settings, SETTINGS);
    return new FlightRecord(settings, directory.resolve("flight.jfr"));
  }

  /** For the process that is to be recorded. */
  String[] options() {
    return new String[] {
      // Else it says on standard output that it has begun.
      "-Xlog:jfr+startup=off",
      "-XX:StartFlightRecording=settings=%s,filename=%s".formatted(settings, file)
    };
  }

  /** Of a process that has ended: the files that were read or written, by thread. */
  List<Use> files() {
    return uses(
        event -> event.hasField("path"),
        event -> {
          var path = event.getString("path");
          return path == null || isOfTheProgram(path) ? "" : path;
        });
  }

  /** Who did what. */
  record Use(String thread, String what, String where) {
    /** Whether the threads did it that run all actors. */
    boolean byActors() {
      return thread.contains("default-dispatcher");
    }
  }

  /** Of a process that has ended: where a package was at work, by thread. */
  List<Use> work(String inPackage) {
    return uses(
        event -> event.getEventType().getName().equals("jdk.ExecutionSample"),
        event ->
            frames(event).anyMatch(frame -> frame.startsWith(inPackage + ".")) ? inPackage : "");
  }

  private interface Words {
    String of(RecordedEvent event);
  }

  private interface Choice {
    boolean fits(RecordedEvent event);
  }

  private List<Use> uses(Choice choice, Words words) {
    try {
      return RecordingFile.readAllEvents(file).stream()
          .filter(choice::fits)
          .filter(event -> !words.of(event).isEmpty())
          .map(event -> new Use(thread(event), words.of(event), frames(event).toList().toString()))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String thread(RecordedEvent event) {
    var thread =
        event.hasField("sampledThread") ? event.getThread("sampledThread") : event.getThread();
    return thread == null ? "" : thread.getJavaName();
  }

  private static Stream<String> frames(RecordedEvent event) {
    return event.getStackTrace() == null
        ? Stream.empty()
        : event.getStackTrace().getFrames().stream()
            .filter(RecordedFrame::isJavaFrame)
            .map(
                frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName());
  }

  /** Classes are loaded by whoever needs them first. */
  private static boolean isOfTheProgram(String path) {
    return path.startsWith("/dev/")
        || path.startsWith(System.getProperty("java.home"))
        || ProgramFiles.contain(path);
  }
}
