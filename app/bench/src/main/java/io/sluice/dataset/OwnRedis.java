package io.sluice.dataset;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Redis of this machine's for as long as it is needed: it listens on loopback, keeps all in its
 * memory, and ends when closed.
 */
final class OwnRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration ASKED = Duration.ofSeconds(1);
  private static final int PAUSE_MILLIS = 50;
  private static final int END_SECONDS = 5;

  private final Process process;
  private final int port;
  private final Thread hook;

  private OwnRedis(Process process, int port) {
    this.process = process;
    this.port = port;
    hook = new Thread(process::destroy, "own-redis");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * @param port 0 for any free one
   * @throws IOException if it is not installed or does not start
   */
  static OwnRedis start(int port) throws IOException {
    int chosen = port == 0 ? freePort() : port;
    var command =
        List.of(
            "redis-server",
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(chosen),
            "--save",
            "",
            "--appendonly",
            "no",
            "--maxmemory-policy",
            "noeviction");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IOException(
          "redis-server is not installed here: install it, or name your own by --redis", e);
    }
    var redis = new OwnRedis(process, chosen);
    boolean answers = false;
    try {
      redis.awaitAnswer();
      answers = true;
      return redis;
    } finally {
      if (!answers) {
        redis.close();
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Host and port. */
  String authority() {
    return "127.0.0.1:" + port;
  }

  private void awaitAnswer() throws IOException {
    long until = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < until) {
      if (answers()) {
        return;
      }
      pause();
    }
    throw new IOException(
        "redis-server does not answer at %s: is the port taken?".formatted(authority()));
  }

  private boolean answers() {
    var client =
        RedisClient.create(
            RedisURI.builder().withHost("127.0.0.1").withPort(port).withTimeout(ASKED).build());
    try (var connection = client.connect()) {
      // Another one may have had the port before.
      return connection.sync().info("server").contains("process_id:" + process.pid() + "\r\n");
    } catch (RedisException e) {
      return false;
    } finally {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends, and the hook runs already.
    }
  }
}
