package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose {@code .env} root reads; what stands in one is told by the tests of the program. */
class EnvFileTest {
  private static final int NOBODY = 65534;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    file = Files.writeString(directory.resolve(".env"), "DATA_DIR=/srv\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> EnvFile.read(directory))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(".env " + why + ", and root reads none that others have a hand in")
        .hasMessageContaining("chown root " + file);
  }

  @Test
  void roots_own_is_read() {
    assertThat(EnvFile.read(directory)).isEqualTo(Map.of("DATA_DIR", "/srv"));
  }

  @Test
  void one_of_another_user_is_refused_by_root() throws IOException {
    Files.setAttribute(file, "unix:uid", NOBODY);
    assertRefused("belongs to nobody");
  }

  @Test
  void a_link_of_another_user_is_refused_by_root() throws IOException {
    var target = Files.move(file, directory.resolve("env"));
    Files.createSymbolicLink(file, target);
    assertThat(EnvFile.read(directory)).hasSize(1);
    Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    assertRefused("belongs to nobody");
    Files.setAttribute(file, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(target, "unix:uid", NOBODY);
    assertRefused("belongs to nobody");
  }

  @Test
  void one_that_others_may_write_is_refused_by_root() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    assertRefused("can be written by others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(EnvFile.read(directory)).as("the group root").hasSize(1);
    Files.setAttribute(file, "unix:gid", NOBODY);
    assertRefused("can be written by others");
  }
}
