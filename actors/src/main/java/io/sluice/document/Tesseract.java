package io.sluice.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs tesseract, a process for each page: a picture goes in by its standard input, text comes out
 * by its standard output, within limits of time and length, or it is killed. Thread-safe.
 */
final class Tesseract {
  private static final Duration LISTING = Duration.ofSeconds(20);
  private static final int MOST_OF_TEXT = 200_000;
  private static final int MOST_OF_ERRORS = 1_000;

  /** Nothing that a setting may have as a secret. */
  private static final Set<String> ENVIRONMENT =
      Set.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "TESSDATA_PREFIX");

  private final List<String> command;

  /**
   * @param command which takes arguments behind
   */
  Tesseract(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** That of this machine; it lets others go first. */
  static Tesseract installed() {
    return new Tesseract(List.of("nice", "-n", "10", "tesseract"));
  }

  /** Which ones it knows. */
  List<String> languages() throws OcrException {
    return run(new byte[0], LISTING, "--list-langs")
        .lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Reads one page. */
  String read(byte[] image, OcrSettings settings) throws OcrException {
    return run(image, settings.limit(), "stdin", "stdout", "-l", settings.languages()).strip();
  }

  private String run(byte[] input, Duration limit, String... arguments) throws OcrException {
    var process = start(arguments);
    try {
      // Of no account where it ends without having read all.
      aside("ocr-picture", () -> write(process, input));
      var errors = aside("ocr-errors", () -> head(process.getErrorStream(), MOST_OF_ERRORS));
      var text = aside("ocr-text", () -> head(process.getInputStream(), MOST_OF_TEXT + 1));
      long end = System.nanoTime() + limit.toNanos();
      var read = text.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (read.length > MOST_OF_TEXT) {
        throw OcrException.of("more than %d bytes of text".formatted(MOST_OF_TEXT));
      }
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw failed(process.exitValue(), errors.get(1, TimeUnit.SECONDS));
      }
      return new String(read, StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      throw OcrException.of("it took longer than " + limit.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      throw OcrException.of("tesseract broke off: " + e.getCause().getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OcrException.withoutTrying("interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** As who starts it by a name says where there is none of it. */
  private static OcrException failed(int code, byte[] errors) {
    var said =
        new String(errors, StandardCharsets.UTF_8).lines().findFirst().orElse("it said nothing");
    var message = "tesseract ended with exit code %d: %s".formatted(code, said);
    return code == 126 || code == 127
        ? OcrException.withoutTrying(message, null)
        : OcrException.of(message);
  }

  private Process start(String... arguments) throws OcrException {
    var all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    var builder = new ProcessBuilder(all);
    builder.environment().keySet().retainAll(ENVIRONMENT);
    // As many run at once as there are workers, and several threads in one are slower together.
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      return builder.start();
    } catch (IOException e) {
      throw OcrException.withoutTrying(e.getMessage(), e);
    }
  }

  private static Boolean write(Process process, byte[] input) {
    try (var out = process.getOutputStream()) {
      out.write(input);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads all, or the process would wait for that; up to its limit where only that counts. */
  private static byte[] head(InputStream stream, int most) {
    try (stream) {
      var head = stream.readNBytes(most);
      if (head.length < MOST_OF_TEXT) {
        stream.transferTo(OutputStream.nullOutputStream());
      }
      return head;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
