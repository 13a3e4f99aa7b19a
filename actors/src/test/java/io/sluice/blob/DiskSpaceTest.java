package io.sluice.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  @TempDir Path directory;

  @Test
  void space_is_that_of_the_file_system_of_a_path() throws IOException {
    var space = DiskSpace.of(directory);
    assertThat(space.total()).isEqualTo(Files.getFileStore(directory).getTotalSpace());
    assertThat(space.free()).isPositive().isLessThanOrEqualTo(space.total());
  }

  @Test
  void a_path_that_is_not_there_has_no_space() {
    assertThatThrownBy(() -> DiskSpace.of(directory.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_file_system_without_files_has_none() throws IOException {
    assertThat(DiskSpace.of(Path.of("/proc"))).isEqualTo(new DiskSpace(0, 0));
  }
}
