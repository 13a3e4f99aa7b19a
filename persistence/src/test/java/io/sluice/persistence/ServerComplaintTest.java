package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a server does not start is told in its own words, and when it happens. */
class ServerComplaintTest {
  /** Not the time that it may take to start, which is two minutes. */
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir static Path dataDir;

  @BeforeAll
  static void make() {
    EmbeddedServer.start(dataDir).close();
  }

  private static Path data() {
    return dataDir.resolve("postgres/data");
  }

  private static void assertComplains(String... words) {
    long began = System.nanoTime();
    assertThatThrownBy(() -> EmbeddedServer.start(dataDir))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("the embedded PostgreSQL in " + dataDir + " does not start: ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    ServerEnd.await(dataDir);
  }

  private static void assertStarts() {
    try (var server = EmbeddedServer.start(dataDir)) {
      assertThat(TestDatabase.count(server.address(), "SELECT 1")).isEqualTo(1);
    }
  }

  @Test
  void a_user_as_whom_it_does_not_run_is_told_what_to_do() {
    assertThat(EmbeddedServer.advice("unshare: unshare failed: Operation not permitted"))
        .contains("root", "as another user", "DATABASE_URL");
    assertThat(
            EmbeddedServer.advice(
                "initdb: could not look up effective user ID 12345: user does not exist"))
        .contains("with a name", "/etc/passwd", "DATABASE_URL");
    assertThat(EmbeddedServer.advice("it ended without a word")).isEmpty();
  }

  @Test
  void data_of_another_version() throws IOException {
    var version = data().resolve("PG_VERSION");
    var ours = Files.readString(version);
    Files.writeString(version, "17\n");
    try {
      assertComplains("database files are incompatible", "version 17", "this version 18");
    } finally {
      Files.writeString(version, ours);
    }
    assertStarts();
  }

  @Test
  void data_that_others_may_read() throws IOException {
    var mode = PosixFilePermissions.fromString("rwxrwxrwx");
    var ours = Files.getPosixFilePermissions(data());
    Files.setPosixFilePermissions(data(), mode);
    try {
      assertComplains("has invalid permissions", "u=rwx (0700)");
    } finally {
      Files.setPosixFilePermissions(data(), ours);
    }
    assertStarts();
  }

  @Test
  void a_setting_that_it_does_not_take() throws IOException {
    var settings = data().resolve("postgresql.conf");
    var ours = Files.readString(settings);
    Files.writeString(settings, ours + "\nshared_buffers = '\u001b[31mmuch'\n");
    try {
      assertComplains("invalid value for parameter \"shared_buffers\": \" [31mmuch\"");
    } finally {
      Files.writeString(settings, ours);
    }
    assertStarts();
  }

  @Test
  void data_that_is_damaged() throws IOException {
    var control = data().resolve("global/pg_control");
    var ours = Files.readAllBytes(control);
    Files.write(control, new byte[0]);
    try {
      assertComplains("could not read file", "global/pg_control");
    } finally {
      Files.write(control, ours);
    }
    assertStarts();
  }

  @Test
  void a_database_that_cannot_be_made(@TempDir Path other) throws IOException {
    var files = ServerFiles.of(other).prepare();
    Files.writeString(files.password(), "");
    assertThatThrownBy(() -> EmbeddedServer.start(other))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("initdb: error: password file")
        .hasMessageContaining("is empty");
    assertThat(files.data()).doesNotExist();

    Files.delete(files.password());
    EmbeddedServer.start(other).close();
  }
}
