package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureSetTest {
  @TempDir private Path dir;

  @Test
  void each_sub_folder_with_pictures_is_a_set() throws IOException {
    touch("large/2.JPG", "large/1.webp", "small/a.png", "notes/a.txt", "cover.jpg");

    var sets = PictureSet.in(dir);

    assertThat(sets).extracting(PictureSet::name).containsExactly("large", "small");
    assertThat(sets.get(0).pictures())
        .containsExactly(dir.resolve("large/1.webp"), dir.resolve("large/2.JPG"));
  }

  @Test
  void without_such_sub_folders_the_folder_itself_is_the_set() throws IOException {
    touch("a.jpg", "b.jpg", "notes/a.txt");

    assertThat(PictureSet.in(dir))
        .singleElement()
        .satisfies(set -> assertThat(set.pictures()).hasSize(2))
        .extracting(PictureSet::name)
        .isEqualTo(dir.getFileName().toString());
  }

  @Test
  void of_many_pictures_the_first_20_count() throws IOException {
    for (int i = 10; i < 35; i++) {
      touch(i + ".jpg");
    }

    var set = PictureSet.in(dir).get(0);

    assertThat(set.pictures()).hasSize(20).endsWith(dir.resolve("29.jpg"));
    assertThat(set.found()).isEqualTo(25);
    assertThat(set.without(Set.of(dir.resolve("10.jpg"))).pictures()).hasSize(19);
  }

  @Test
  void a_folder_without_pictures_has_no_sets() throws IOException {
    touch("notes.txt");

    assertThat(PictureSet.in(dir)).isEmpty();
  }

  private void touch(String... files) throws IOException {
    for (var file : files) {
      Files.createDirectories(dir.resolve(file).getParent());
      Files.writeString(dir.resolve(file), "");
    }
  }
}
