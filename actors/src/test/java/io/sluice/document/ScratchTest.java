package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path temporary;

  private Path left(String name, int seconds) throws IOException {
    var left = Files.createDirectory(temporary.resolve(name));
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("part"), "of a document");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(seconds)));
    return left;
  }

  @Test
  void what_a_child_left_goes_when_the_next_one_starts() throws IOException {
    var old = left("sluice-extract-1-1", 3600);
    var fresh = left("sluice-extract-2-2", 0);
    var other = left("sluice-other", 3600);
    var own = Scratch.take(temporary);
    assertThat(own.resolve("lock")).exists();
    assertThat(Files.getPosixFilePermissions(own)).hasSize(3);
    assertThat(old).doesNotExist();
    assertThat(fresh.resolve("part")).exists();
    assertThat(other.resolve("part")).exists();
  }
}
