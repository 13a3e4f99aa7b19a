package io.sluice.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One child process, asked by one thread at a time. */
final class Child implements AutoCloseable {
  /** Of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** Of one that somebody else has killed, such as a system without memory. */
  private static final int KILLED = 137;

  /** Of a JVM that was sent HUP, INT or TERM: Ctrl+C at a terminal reaches the children too. */
  private static final Set<Integer> SIGNALS = Set.of(129, 130, 143);

  /** For the start of a JVM, where many others start too. */
  private static final Duration START = Duration.ofMinutes(1);

  private static final int MOST_OF_ERRORS = 1000;

  /** A process that crashes writes a report first. */
  private static final Duration END = Duration.ofSeconds(10);

  private final Process process;
  private final DataInputStream answers;
  private final DataOutputStream requests;
  private final ChildSpec spec;
  private final CompletableFuture<String> errors;
  private volatile boolean started;
  private boolean killed;
  private int asked;

  private Child(Process process, ChildSpec spec) {
    this.process = process;
    this.spec = spec;
    answers = new DataInputStream(process.getInputStream());
    requests = new DataOutputStream(process.getOutputStream());
    errors = aside("child-errors", this::readErrors);
  }

  static Child start(ChildSpec spec) {
    try {
      return new Child(new ProcessBuilder(spec.command()).start(), spec);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the child process for " + spec.purpose() + " cannot be started", e);
    }
  }

  /** How many requests it was sent. */
  int asked() {
    return asked;
  }

  /** Whether it has ended because somebody else has killed it. */
  boolean wasKilled() {
    return killed;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Only one that has given its answer can be asked again; any other is to be closed.
   *
   * @param limit behind its start
   * @throws IllegalStateException if it does not start or is interrupted, which no request is to
   *     blame for
   */
  ChildAnswer ask(byte[] request, Duration limit) throws InterruptedException {
    asked++;
    try {
      if (!started) {
        within(START, this::begin);
      }
      return new ChildAnswer.Given(within(limit, () -> exchange(request)));
    } catch (TimeoutException e) {
      close();
      checkStarted();
      return new ChildAnswer.Died("took longer than " + limit.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      return judge();
    }
  }

  private static byte[] within(Duration limit, Supplier<byte[]> exchange)
      throws InterruptedException, ExecutionException, TimeoutException {
    return aside("child-exchange", exchange).get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for its word that it has started. */
  private byte[] begin() {
    try {
      var word = receive();
      started = true;
      return word;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] exchange(byte[] request) {
    try {
      requests.writeInt(request.length);
      requests.write(request);
      requests.flush();
      return receive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] receive() throws IOException {
    int length = answers.readInt();
    if (length < 0 || length > spec.maxAnswerBytes()) {
      throw new IOException("an answer of " + length + " bytes");
    }
    var answer = answers.readNBytes(length);
    if (answer.length < length) {
      throw new IOException("an answer that is cut off");
    }
    return answer;
  }

  /** The exchange broke off: its exit code tells why; one that is still alive is killed. */
  private ChildAnswer judge() throws InterruptedException {
    boolean ended = process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      // Closing would take away what was not read yet.
      errors.completeOnTimeout("", END.toMillis(), TimeUnit.MILLISECONDS).join();
    }
    close();
    int code = process.waitFor();
    checkStarted();
    if (!ended) {
      return new ChildAnswer.Died("gave no answer that can be read");
    }
    if (SIGNALS.contains(code)) {
      throw new IllegalStateException(
          "the child process for %s was interrupted, exit code %d".formatted(spec.purpose(), code));
    }
    killed = code == KILLED;
    var why = code == OUT_OF_MEMORY ? ", out of memory" : "";
    return new ChildAnswer.Died("ended the process with exit code " + code + why);
  }

  private void checkStarted() throws InterruptedException {
    if (!started) {
      int code = process.waitFor();
      throw new IllegalStateException(
          "the child process for %s did not start within %s s, exit code %d: %s"
              .formatted(
                  spec.purpose(),
                  START.toSeconds(),
                  code,
                  errors.join().lines().findFirst().orElse("")));
    }
  }

  /** Reads them to their end, or the child would wait for that. */
  private String readErrors() {
    try (var in = process.getErrorStream()) {
      var first = new String(in.readNBytes(MOST_OF_ERRORS), StandardCharsets.UTF_8);
      in.transferTo(OutputStream.nullOutputStream());
      return first;
    } catch (IOException e) {
      return "";
    }
  }

  private static <T> CompletableFuture<T> aside(String name, Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work,
        task -> {
          var thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** Kills it, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
