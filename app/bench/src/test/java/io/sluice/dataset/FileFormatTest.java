package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sample.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileFormatTest {
  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void a_file_of_any_size_is_sound(FileFormat kind) throws IOException {
    for (var size : new int[] {0, 1, 700, 9_000, 120_000}) {
      var content = kind.make(Seeds.random(7, size), size);
      var file = dir.resolve(size + content.extension());
      Files.write(file, content.bytes());

      assertThat(Soundness.isSound(file)).as("%s", file).isTrue();
      assertThat(Soundness.isPicture(file)).isEqualTo(content.picture());
    }
  }

  @ParameterizedTest
  @EnumSource(value = FileFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "EMPTY")
  void a_file_is_about_as_large_as_was_asked_for(FileFormat kind) throws IOException {
    var bytes = 0L;
    for (var seed = 1; seed <= 4; seed++) {
      bytes += kind.bytes(Seeds.random(seed), 60_000).length;
    }
    assertThat(bytes / 4).isBetween(15_000L, 120_000L);
  }

  @Test
  void what_is_broken_is_not_sound() throws IOException {
    for (var seed = 1; seed <= 80; seed++) {
      var content = BrokenFiles.make(Seeds.random(seed), 3_000 * (seed % 9));
      var file = dir.resolve(seed + content.extension());
      Files.write(file, content.bytes());

      assertThat(content.broken()).isTrue();
      assertThat(Soundness.isSound(file)).as("%s", file).isFalse();
    }
  }
}
