package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The program in a process of its own, as a user starts it; closing it leaves no process behind.
 */
final class Sluice implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long OFTEN_MILLIS = 20;
  private static final long SELDOM_MILLIS = 250;

  /** Who ignores Ctrl+C, as a shell does for what it starts in the background, passes that on. */
  private static final List<String> DEFAULT_SIGNALS =
      List.of("env", "--default-signal=HUP,INT,QUIT,TERM");

  /** Most processes of tests live for seconds. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Process process;
  private final Path output;
  private final Path errors;

  private Sluice(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * How to start it.
   *
   * @param directory to start in, where its output goes too
   * @param environment settings
   * @param jvm arguments of the virtual machine
   */
  record Setup(Path directory, Map<String, String> environment, List<String> jvm) {
    Setup {
      environment = Map.copyOf(environment);
      jvm = List.copyOf(jvm);
    }

    Setup with(String key, String value) {
      var more = new HashMap<>(environment);
      more.put(key, value);
      return new Setup(directory, more, jvm);
    }

    Setup withJvm(String... arguments) {
      var more = new ArrayList<>(jvm);
      more.addAll(List.of(arguments));
      return new Setup(directory, environment, more);
    }

    Sluice start(String... arguments) {
      return start(List.of(), arguments);
    }

    /**
     * @param prefix a command that runs the command behind it
     */
    Sluice start(List<String> prefix, String... arguments) {
      var command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(QUICK_START);
      command.add("-XX:+ExitOnOutOfMemoryError");
      command.addAll(ProgramFiles.javaOptions());
      command.addAll(jvm);
      command.add("io.sluice.app.Main");
      command.addAll(List.of(arguments));
      return launch(command);
    }

    /** By a script that runs Java, which is this one. */
    Sluice startBy(Path script, String... arguments) {
      var options = new ArrayList<>(QUICK_START);
      options.addAll(jvm);
      var command = new ArrayList<>(List.of("sh", script.toString()));
      command.addAll(List.of(arguments));
      var java = environment.getOrDefault("JAVA_HOME", System.getProperty("java.home"));
      return with("JAVA_HOME", java).with("JAVA_OPTS", String.join(" ", options)).launch(command);
    }

    private Sluice launch(List<String> words) {
      var command = new ArrayList<>(DEFAULT_SIGNALS);
      command.addAll(words);
      try {
        var output = Files.createTempFile(directory, "out", ".txt");
        var errors = Files.createTempFile(directory, "err", ".txt");
        var builder =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new Sluice(builder.start(), output, errors);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Starts it and waits for its end. */
    Ended run(String... arguments) {
      try (var running = start(arguments)) {
        return running.end();
      }
    }
  }

  /** A program that has ended, and what it printed. */
  record Ended(int exitCode, String output, String errors) {
    Ended assertExit(int expected) {
      assertThat(exitCode).as("exit code%n%s%n%s", output, errors).isEqualTo(expected);
      return this;
    }
  }

  /** Waits until it has logged this. */
  void awaitLog(String text) {
    await("the log line " + text, () -> errors().contains(text));
  }

  void await(String what, BooleanSupplier condition) {
    // Kept, since what was so for a moment may be over when it is asked again.
    var met = new AtomicBoolean();
    try {
      await(
          what,
          () -> {
            boolean ended = !process.isAlive();
            met.set(condition.getAsBoolean());
            return met.get() || ended;
          },
          PATIENCE);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", while the process said:\n" + errors(), e);
    }
    assertThat(met).as("%s, before the process ended:%n%s", what, errors()).isTrue();
  }

  /** Looks ever more seldom: each look costs those who are waited for. */
  static void await(String what, BooleanSupplier condition, Duration patience) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - start;
      if (waited > patience.toNanos()) {
        throw new AssertionError("waited in vain for " + what);
      }
      pause(Math.min(SELDOM_MILLIS, OFTEN_MILLIS + TimeUnit.NANOSECONDS.toMillis(waited) / 50));
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until it has died, or that is so. */
  boolean diesBefore(BooleanSupplier condition) {
    var met = new AtomicBoolean();
    await(
        "its death, or an end",
        () -> {
          met.set(condition.getAsBoolean());
          return met.get() || !process.isAlive();
        },
        PATIENCE);
    return !met.get();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    end();
  }

  void freeze() {
    Signals.freeze(process);
  }

  void thaw() {
    Signals.thaw(process);
  }

  /** Another signal, by its name: INT or TERM. */
  void signal(String name) {
    Signals.send(process, name);
  }

  Ended end() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end:\n" + errors());
      }
      return new Ended(process.exitValue(), read(output), errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String errors() {
    return read(errors);
  }

  long pid() {
    return process.pid();
  }

  List<ProcessHandle> children() {
    return process.children().toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it is gone, and writes nothing any more where a test tidies up. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
