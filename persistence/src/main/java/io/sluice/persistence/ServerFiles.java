package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the parts of the server lie: all under a directory that is its owner's alone. */
record ServerFiles(Path home) {
  private static final String USER = "postgres";
  private static final String NAME = "sluice";

  /** So it proves that it knows the password, and whoever listens in its place learns nothing. */
  private static final String PROOF = "requireAuth=scram-sha-256";

  static ServerFiles of(Path dataDir) {
    return new ServerFiles(dataDir.toAbsolutePath().resolve("postgres"));
  }

  ServerFiles prepare() throws IOException {
    OwnerOnly.directory(home);
    if (!Files.exists(password())) {
      OwnerOnly.secret(password());
    }
    return this;
  }

  Path data() {
    return home.resolve("data");
  }

  /** What becomes the data when it is whole. */
  Path draft() {
    return home.resolve("data.new");
  }

  Path programs() {
    return home.resolve("programs");
  }

  Path password() {
    return home.resolve("password");
  }

  ServerLog log() {
    return new ServerLog(home.resolve("server.log"));
  }

  Path pidFile() {
    return data().resolve("postmaster.pid");
  }

  DatabaseAddress address(int port) {
    try {
      var password = Files.readString(password()).strip();
      return new DatabaseAddress("127.0.0.1:" + port, NAME, USER, password, PROOF);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void takeDraft() throws IOException {
    Files.move(draft(), data(), StandardCopyOption.ATOMIC_MOVE);
    try (var directory = FileChannel.open(home, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** The server that runs here, whoever started it. */
  Optional<PidFile> running() {
    return PidFile.read(pidFile())
        .filter(file -> ProcessHandle.of(file.pid()).filter(this::isOurs).isPresent());
  }

  /** All that runs of these programs: the server, what it is made of, and what made its data. */
  Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::isOurs);
  }

  /**
   * A number in a file may be another process's by now, or that of a dead one that nobody asked for
   * its end: neither runs a program that lies here.
   */
  private boolean isOurs(ProcessHandle process) {
    try {
      var programs = programs().toRealPath() + "/";
      return process.info().command().filter(file -> file.startsWith(programs)).isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
