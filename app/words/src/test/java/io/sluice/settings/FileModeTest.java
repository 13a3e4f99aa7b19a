package io.sluice.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileModeTest {
  @TempDir Path directory;

  private static FileMode mode(String octal) {
    return FileMode.from(ConfigFactory.parseMap(Map.of("sluice.file-mode", octal)));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @CsvSource({
    "0600, rw-------, rwx------",
    "600, rw-------, rwx------",
    "0640, rw-r-----, rwxr-x---",
    "0644, rw-r--r--, rwxr-xr-x",
    "0660, rw-rw----, rwxrwx---",
    "0664, rw-rw-r--, rwxrwxr-x"
  })
  void files_and_directories_are_as_it_says_whatever_the_umask(
      String octal, String ofFile, String ofDirectory) throws IOException {
    var mode = mode(octal);
    var inner = directory.resolve("outer/inner");
    mode.makeDirectories(inner);
    var file = inner.resolve("file");
    mode.create(file).close();
    assertThat(permissions(inner)).isEqualTo(ofDirectory);
    assertThat(permissions(inner.getParent())).isEqualTo(ofDirectory);
    assertThat(permissions(file)).isEqualTo(ofFile);
  }

  @Test
  void what_is_there_stays_as_it_is() throws IOException {
    var file = Files.createFile(directory.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    FileMode.OWNER.makeDirectories(directory);
    FileMode.OWNER.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    assertThat(permissions(file)).isEqualTo("rw-r-----");
    assertThat(permissions(directory)).isEqualTo("rwxr-x---");
    assertThatThrownBy(() -> FileMode.OWNER.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> FileMode.OWNER.makeDirectories(file.resolve("below")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0400", "0666", "0642", "0700", "0755", "0060", "rw", "", "06400"})
  void a_mode_that_locks_the_owner_out_or_lets_everybody_write_is_refused(String octal) {
    assertThatThrownBy(() -> mode(octal))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("FILE_MODE must be 0600, 0640, 0660, 0644 or 0664, was ");
  }
}
