package io.sluice.tests;

import io.sluice.persistence.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link FormingHost} as the test that has started it commands it. */
final class HostedNode implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private boolean warm;

  private HostedNode(Process process) {
    this.process = process;
    commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    var reader = new Thread(() -> read(process.inputReader()));
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * @param scratch another database of the same server, to warm up in
   * @param log where it writes why its nodes ended, and what they log
   */
  static HostedNode start(
      DatabaseAddress database, DatabaseAddress scratch, String host, UUID images, Path log) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ProcessBuilder(
            List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dlogback.configurationFile=logback-forming.xml",
                "-Dhost=" + host,
                "-cp",
                System.getProperty("java.class.path"),
                FormingHost.class.getName(),
                database.host(),
                database.user(),
                database.password(),
                database.name(),
                scratch.name(),
                host,
                images.toString()));
    try {
      return new HostedNode(
          command.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BufferedReader lines) {
    lines.lines().forEach(answers::add);
  }

  /** Has it start a node, when it can. */
  void start() {
    if (!warm) {
      answer("ready");
      warm = true;
    }
    tell("start");
  }

  private void tell(String command) {
    commands.println(command);
  }

  /** Whether it is a member, its address, and the members as it sees them. */
  String view() {
    tell("view");
    return answer("view ").substring("view ".length());
  }

  /** Has it end its node, as this word says; returns when it has. */
  void end(String command) {
    tell(command);
    answer("stopped");
  }

  private String answer(String prefix) {
    try {
      for (var line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
          line != null;
          line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        if (line.startsWith(prefix)) {
          return line;
        }
      }
      throw new AssertionError("no answer of process " + process.pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void freeze() {
    Signals.freeze(process);
  }

  void thaw() {
    Signals.thaw(process);
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
