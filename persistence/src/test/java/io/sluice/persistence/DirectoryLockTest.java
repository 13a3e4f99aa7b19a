package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(directory.resolve("node.lock")));
  }

  @Test
  void nobody_but_its_owner_may_open_it_to_lock_it() throws IOException {
    DirectoryLock.acquire(directory).close();
    assertThat(permissions()).isEqualTo("rw-------");
    Files.setPosixFilePermissions(
        directory.resolve("node.lock"), PosixFilePermissions.fromString("rw-r--r--"));
    DirectoryLock.acquire(directory).close();
    assertThat(permissions()).as("one of an earlier version").isEqualTo("rw-------");
  }
}
