package io.sluice.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.SmallDisk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "No space left on device, FULL",
    "Disk quota exceeded, FULL",
    "Read-only file system, READ_ONLY",
    "Input/output error, BROKEN",
    "Stale file handle, BROKEN",
    "Transport endpoint is not connected, BROKEN"
  })
  void what_the_system_says_of_a_disk_is_trouble_with_the_disk(String words, Trouble trouble) {
    assertThat(Trouble.of(new IOException(words), directory)).contains(trouble);
    assertThat(Trouble.of(new FileSystemException("a.jpg", null, words), directory))
        .contains(trouble);
  }

  @Test
  void what_is_wrong_with_one_file_is_not() {
    for (var failure :
        List.of(
            new AccessDeniedException("a.jpg"),
            new NoSuchFileException("a.jpg"),
            new FileAlreadyExistsException("a.jpg"),
            new FileSystemException("a.jpg", null, "File name too long"),
            new IOException())) {
      assertThat(Trouble.of(failure, directory)).as(failure.toString()).isEmpty();
    }
  }

  @Test
  void a_disk_in_trouble_is_told_in_any_language() throws IOException {
    var german = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
    try (var disk = SmallDisk.at(directory.resolve("disk"), "4m")) {
      assertThat(Trouble.of(german, disk.place())).isEmpty();
      var filler = disk.fill();
      assertThat(Trouble.of(german, disk.place())).contains(Trouble.FULL);
      Files.delete(filler);
      disk.remount("ro");
      assertThat(Trouble.of(new IOException("Das Dateisystem ist nur lesbar"), disk.place()))
          .contains(Trouble.READ_ONLY);
    }
  }
}
