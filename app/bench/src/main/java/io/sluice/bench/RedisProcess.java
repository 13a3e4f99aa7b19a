package io.sluice.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Redis of its own for a measurement, the one that is installed. */
final class RedisProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long LOOK_MILLIS = 20;

  private final Process process;
  private final int port;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Empty if none is installed. */
  static Optional<RedisProcess> start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    var words =
        List.of(
            "redis-server",
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--save",
            "");
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    var redis = new RedisProcess(process, port);
    redis.await();
    return Optional.of(redis);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end && process.isAlive()) {
      try (var socket = new Socket("127.0.0.1", port)) {
        socket.setTcpNoDelay(true);
        return;
      } catch (IOException e) {
        Thread.sleep(LOOK_MILLIS);
      }
    }
    close();
    throw new IOException("redis-server did not start");
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
