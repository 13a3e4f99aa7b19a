package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.failure.Unrecoverable;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFilesTest {
  private static final byte[] PICTURE = {1, 2, 3};
  private static final String PATH = "images/news/2025-01/7.jpg";

  @TempDir Path root;
  private PictureFiles files;

  @BeforeEach
  void open() {
    files = new PictureFiles(root, FileMode.OWNER);
  }

  private List<Path> filesOnDisk() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void a_published_picture_is_whole_and_alone() throws IOException {
    try (var draft = files.draft(1, 1, "7")) {
      assertThat(files.exists(PATH)).isFalse();
      draft.publish(PICTURE, PATH);
    }
    assertThat(files.exists(PATH)).isTrue();
    assertThat(root.resolve(PATH)).hasBinaryContent(PICTURE);
    assertThat(filesOnDisk()).containsExactly(root.resolve(PATH));
  }

  @Test
  void a_picture_takes_the_place_of_an_earlier_one() {
    for (var content : List.of(new byte[] {9, 9, 9, 9}, PICTURE)) {
      try (var draft = files.draft(1, 1, "7")) {
        draft.publish(content, PATH);
      }
    }
    assertThat(root.resolve(PATH)).hasBinaryContent(PICTURE);
  }

  @Test
  void a_draft_that_is_not_published_leaves_nothing() throws IOException {
    try (var draft = files.draft(1, 1, "7")) {
      assertThat(draft).isNotNull();
      assertThat(filesOnDisk()).hasSize(1);
    }
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void a_picture_that_cannot_get_its_name_leaves_nothing_half_written() throws IOException {
    Files.createDirectories(root.resolve("images"));
    Files.createFile(root.resolve("images/news"));
    try (var draft = files.draft(1, 1, "7")) {
      assertThatThrownBy(() -> draft.publish(PICTURE, PATH))
          .isInstanceOf(StorageException.class)
          .isInstanceOf(Unrecoverable.class)
          .hasMessageStartingWith("cannot write " + root.resolve(PATH) + ": ");
    }
    assertThat(filesOnDisk()).containsExactly(root.resolve("images/news"));
  }

  @Test
  void a_sweep_tells_the_photos_of_earlier_runs_and_removes_only_those() throws IOException {
    var draft = files.draft(1, 1, "7");
    files.draft(1, 2, "-8");
    files.draft(1, 2, "9-part");
    var current = files.draft(1, 3, "10");
    files.draft(2, 1, "11");

    assertThat(files.sweep(1, 3)).containsExactly("-8", "7", "9-part");

    assertThat(filesOnDisk())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("3-4-10.part", "1-5-11.part");
    assertThat(files.sweep(1, 3)).isEmpty();
    draft.close();
    current.publish(PICTURE, PATH);
    assertThat(files.exists(PATH)).isTrue();
  }

  @Test
  void a_sweep_before_the_first_picture_finds_nothing() {
    assertThat(files.sweep(1, 5)).isEmpty();
  }

  @Test
  void a_sweep_passes_over_what_is_not_ours() throws IOException {
    files.draft(1, 1, "7");
    var drafts = filesOnDisk().get(0).getParent();
    for (var name : List.of(".nfs000001", "notes", "x-1.part", "1-7.part~", "-.part")) {
      Files.createFile(drafts.resolve(name));
    }
    assertThat(files.sweep(1, 2)).containsExactly("7");
    assertThat(filesOnDisk()).hasSize(5);
  }

  @Test
  void a_directory_that_can_be_written_stays_as_it_is() throws IOException {
    files.checkWritable();
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void a_file_in_place_of_the_directory_is_refused() throws IOException {
    var file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> new PictureFiles(file, FileMode.OWNER).checkWritable())
        .isInstanceOf(StorageException.class)
        .isInstanceOf(Unrecoverable.class)
        .hasMessageStartingWith("IMAGE_DIR " + file + " cannot be written: ");
    assertThatThrownBy(() -> new PictureFiles(file, FileMode.OWNER).draft(1, 1, "7"))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot write " + file);
  }

  @Test
  void a_directory_without_permission_is_refused_and_says_so() throws IOException {
    var locked = Files.createDirectory(root.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(locked)).as("root may write everywhere").isFalse();
    assertThatThrownBy(() -> new PictureFiles(locked, FileMode.OWNER).checkWritable())
        .isInstanceOf(StorageException.class)
        .hasMessage("IMAGE_DIR " + locked + " cannot be written: no permission to write");
  }

  @ParameterizedTest
  @CsvSource({"0600, rw-------, rwx------", "0640, rw-r-----, rwxr-x---"})
  void what_is_made_is_for_its_owner_or_for_whom_the_mode_says(
      String octal, String ofFiles, String ofDirectories) throws IOException {
    var config = ConfigFactory.parseMap(Map.of("sluice.file-mode", octal));
    var store = root.resolve("store");
    files = new PictureFiles(store, FileMode.from(config));
    files.checkWritable();
    files.id();
    files.draft(1, 1, "6");
    try (var draft = files.draft(1, 1, "7")) {
      draft.publish(PICTURE, PATH);
    }
    try (var all = Files.walk(store)) {
      for (var path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? ofDirectories : ofFiles);
      }
    }
  }

  @Test
  void the_free_space_is_that_of_its_file_system() throws IOException {
    assertThat(files.freeBytes())
        .isPositive()
        .isLessThanOrEqualTo(Files.getFileStore(root).getTotalSpace());
    assertThatThrownBy(() -> new PictureFiles(root.resolve("nowhere"), FileMode.OWNER).freeBytes())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("nowhere does not tell its free space");
  }
}
