package io.sluice.image;

import io.sluice.image.ImageResult.Rejected;
import io.sluice.ledger.channel.PhotoOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Processes a picture that may have killed this process before, in a child JVM of its own. Its
 * bytes go in; the same result comes out as in this process, or the child's death as a rejection.
 */
public final class SuspectProcess {
  private static final int MEBIBYTE = 1 << 20;

  /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** Of a JVM that was sent HUP, INT or TERM: Ctrl+C at a terminal reaches the children too. */
  private static final Set<Integer> SIGNALS = Set.of(129, 130, 143);

  private final ImageSettings settings;
  private final List<ImageEngine> engines;
  private final long budgetBytes;
  private final Duration limit;
  private final List<String> jvmArguments;

  /**
   * How children are made.
   *
   * @param engines of classes with a public constructor without parameters
   * @param budgetBytes the same as in this process, so that a picture has the same result
   * @param limit of time, the start of the JVM included
   * @param jvmArguments after ours, so that they prevail
   */
  public SuspectProcess(
      ImageSettings settings,
      List<ImageEngine> engines,
      long budgetBytes,
      Duration limit,
      List<String> jvmArguments) {
    this.settings = settings;
    this.engines = List.copyOf(engines);
    this.budgetBytes = budgetBytes;
    this.limit = limit;
    this.jvmArguments = List.copyOf(jvmArguments);
  }

  /**
   * What becomes of these bytes, {@code SET_ASIDE} if the child dies of them or takes too long.
   *
   * @throws IllegalStateException if the child does not start, which no picture is to blame for
   * @throws UncheckedIOException if the temporary directory cannot be written
   * @throws InterruptedException if interrupted while waiting; the child is killed
   */
  public ImageResult process(byte[] bytes) throws InterruptedException {
    try {
      var pid = ProcessHandle.current().pid();
      var directory = Files.createTempDirectory("sluice-suspect-" + pid + "-");
      try {
        Files.write(directory.resolve(SuspectMain.PICTURE), bytes);
        return run(directory);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a child process for a suspect picture failed", e);
    }
  }

  /** One at a time: a child takes half as much memory as its node. */
  private synchronized ImageResult run(Path directory) throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var child =
        new ProcessBuilder(command(directory))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended;
    try {
      ended = child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      child.destroyForcibly();
    }
    var code = child.waitFor();
    if (!Files.exists(directory.resolve(SuspectMain.STARTED))) {
      throw new IllegalStateException(
          "the JVM for suspect pictures did not start within %s, exit code %d: %s"
              .formatted(limit, code, Files.readString(output).lines().findFirst().orElse("")));
    }
    if (!ended) {
      return setAside("took longer than " + limit.toMillis() / 1000.0 + " s");
    }
    if (SIGNALS.contains(code)) {
      throw new IllegalStateException("a suspect picture's process was interrupted, code " + code);
    }
    if (code != 0) {
      var why = code == OUT_OF_MEMORY ? ", out of memory" : "";
      return setAside("ended the process with exit code " + code + why);
    }
    return ResultFile.read(directory.resolve(SuspectMain.RESULT));
  }

  private static Rejected setAside(String what) {
    return new Rejected(PhotoOutcome.SET_ASIDE, "its decoder " + what);
  }

  private List<String> command(Path directory) {
    // The collector keeps a third for the young: this leaves the budget in one piece.
    var heap = (budgetBytes + budgetBytes / 2) / MEBIBYTE + 96;
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash"));
    command.add("-XX:ErrorFile=" + directory.resolve("crash"));
    command.addAll(List.of("-Djava.awt.headless=true", "-Xmx" + heap + "m"));
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    var classes = engines.stream().map(engine -> engine.getClass().getName());
    command.addAll(List.of(SuspectMain.class.getName(), directory.toString()));
    command.add(classes.collect(Collectors.joining(",")));
    command.addAll(List.of(Long.toString(budgetBytes), Integer.toString(settings.maxWidth())));
    command.add(Integer.toString(settings.quality()));
    command.add(Long.toString(settings.maxPixels()));
    command.add(Long.toString(settings.maxBytes()));
    return command;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
