package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A PostgreSQL of our own under DATA_DIR, for those who have none: started with the node, stopped
 * with it, and adopted again when it outlived a node that was killed. It listens on loopback, asks
 * for the password in a file that only its owner can read, and writes durably.
 */
public final class EmbeddedServer implements AutoCloseable {
  private static final int PORTS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DirectoryLock lock;
  private final Postmaster postmaster;
  private final ServerFiles files;
  private final int port;
  private volatile ServerWatch watch;

  private EmbeddedServer(DirectoryLock lock, Postmaster postmaster, ServerFiles files, int port) {
    this.lock = lock;
    this.postmaster = postmaster;
    this.files = files;
    this.port = port;
  }

  /**
   * Starts the server of this directory, or adopts it where it runs already.
   *
   * @throws DatabaseException where another node holds the directory or the server does not start
   */
  public static EmbeddedServer start(Path dataDir) {
    var lock = DirectoryLock.acquire(dataDir);
    boolean started = false;
    try {
      var files = ServerFiles.of(dataDir).prepare();
      var postmaster = new Postmaster(files);
      var adopted = postmaster.adopt();
      int port = adopted.isPresent() ? adopted.getAsInt() : startAnywhere(postmaster);
      started = true;
      return new EmbeddedServer(lock, postmaster, files, port);
    } catch (IOException | RuntimeException e) {
      throw new DatabaseException(
          "the embedded PostgreSQL in %s does not start: %s%s"
              .formatted(dataDir, e.getMessage(), advice(String.valueOf(e.getMessage()))),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("the start of the embedded PostgreSQL was interrupted", e);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /** What to do about the user that this runs as, if that is what its programs complain of. */
  static String advice(String complaint) {
    if (complaint.contains("unshare")) {
      return ": PostgreSQL does not run as root, and must not become another user here: run this as"
          + " another user, or use DATABASE_URL";
    }
    if (complaint.contains("user ID")) {
      return ": PostgreSQL wants a user with a name: run this as one, give this one a line in"
          + " /etc/passwd, or use DATABASE_URL";
    }
    return "";
  }

  /** A port that was free a moment ago may be another's when the server takes it. */
  private static int startAnywhere(Postmaster postmaster) throws IOException, InterruptedException {
    for (int left = PORTS; ; left--) {
      int port = freePort(0);
      try {
        postmaster.start(port);
        return port;
      } catch (DatabaseException e) {
        if (left == 1 || isFree(port)) {
          throw e;
        }
      }
    }
  }

  private static boolean isFree(int port) {
    try {
      return freePort(port) == port;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort(int wanted) throws IOException {
    try (var socket = new ServerSocket(wanted, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * From now on it is started again when it dies, at the same address.
   *
   * @return completes with the reason when that cannot be done
   */
  public synchronized CompletableFuture<String> keepRunning() {
    if (watch == null) {
      watch = new ServerWatch(postmaster, files.log(), port, PAUSE);
    }
    return watch.lost();
  }

  /** The address of the server that runs in this directory, whoever started it; empty for none. */
  public static Optional<DatabaseAddress> running(Path dataDir) {
    var files = ServerFiles.of(dataDir);
    return files.running().map(server -> files.address(server.port()));
  }

  /** Whether one was ever made in this directory. */
  public static boolean isThere(Path dataDir) {
    return Files.isDirectory(ServerFiles.of(dataDir).data());
  }

  /** Whether another process uses the directory now. */
  public static boolean isInUse(Path dataDir) {
    return DirectoryLock.isHeld(dataDir.toAbsolutePath());
  }

  public DatabaseAddress address() {
    return files.address(port);
  }

  /** Asks the server to end when its last client has gone, and does not wait for it. */
  public void abandon() {
    if (watch != null) {
      watch.stop();
    }
    postmaster.abandon();
  }

  @Override
  public void close() {
    try {
      if (watch != null) {
        watch.close();
      }
      postmaster.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.close();
    }
  }
}
