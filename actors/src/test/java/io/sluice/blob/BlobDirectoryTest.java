package io.sluice.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.failure.Unrecoverable;
import io.sluice.ledger.Fence;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobDirectoryTest {
  private static final byte[] PICTURE = {1, 2, 3};
  private static final String KEY = "images/news/2025-01/7.jpg";
  private static final Fence RUN = new Fence("channel-1", 1);

  @TempDir Path root;
  private BlobStore files;

  @BeforeEach
  void open() {
    files = new BlobDirectory(root, FileMode.OWNER);
  }

  private List<Path> filesOnDisk() throws IOException {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** As if its process had died while it was written. */
  private Path leaveDraft(Fence by, String name) throws IOException {
    var drafts = Files.createDirectories(root.resolve("images/.drafts/07"));
    return Files.createFile(
        drafts.resolve("%s-%d-%s.part".formatted(by.entity(), by.epoch(), name)));
  }

  @Test
  void what_is_put_is_whole_and_alone() throws IOException {
    assertThat(files.exists(KEY)).isFalse();
    files.put(RUN, KEY, PICTURE);
    assertThat(files.exists(KEY)).isTrue();
    assertThat(root.resolve(KEY)).hasBinaryContent(PICTURE);
    assertThat(filesOnDisk()).containsExactly(root.resolve(KEY));
  }

  @Test
  void what_is_put_takes_the_place_of_what_was_there() {
    files.put(RUN, KEY, new byte[] {9, 9, 9, 9});
    files.put(RUN, KEY, PICTURE);
    assertThat(root.resolve(KEY)).hasBinaryContent(PICTURE);
  }

  @Test
  void what_was_put_is_found_and_can_be_read_again_and_again() throws IOException {
    files.put(RUN, KEY, PICTURE);
    var blob = files.find(KEY).orElseThrow();
    assertThat(blob.size()).isEqualTo(PICTURE.length);
    for (int times = 0; times < 2; times++) {
      try (var in = blob.opening().open()) {
        assertThat(in.readAllBytes()).isEqualTo(PICTURE);
      }
    }
  }

  @Test
  void a_picture_of_a_file_is_found_and_the_file_itself_is_not() throws IOException {
    Files.createDirectories(root.resolve("files/aa"));
    Files.writeString(root.resolve("files/aa/file"), "secret");
    Files.write(root.resolve("files/aa/file.jpg"), PICTURE);
    Files.writeString(root.resolve("secret.jpg"), "secret");
    assertThat(files.find("files/aa/file.jpg")).isPresent();
    assertThat(files.find("files/aa/file")).isEmpty();
    assertThat(files.find("files/../secret.jpg")).isEmpty();
  }

  @Test
  void no_key_leads_to_what_is_no_picture() throws IOException {
    files.put(RUN, KEY, PICTURE);
    Files.writeString(root.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("images/link.jpg"), root.resolve("secret"));
    var keys =
        List.of("images/../secret", "secret", "/etc/passwd", "images", "images/link.jpg", "a\0b");
    assertThat(keys).allSatisfy(key -> assertThat(files.find(key)).isEmpty());
  }

  @Test
  void what_is_removed_is_gone_with_the_directories_that_it_leaves_empty() throws IOException {
    var other = "images/news/2025-02/8.jpg";
    files.put(RUN, KEY, PICTURE);
    files.put(RUN, other, PICTURE);
    files.remove(KEY);
    files.remove(KEY);
    assertThat(filesOnDisk()).containsExactly(root.resolve(other));
    assertThat(root.resolve(KEY).getParent()).doesNotExist();
    assertThat(root.resolve("images/news")).isDirectory();
  }

  @Test
  void a_picture_that_cannot_get_its_name_leaves_nothing_half_written() throws IOException {
    Files.createDirectories(root.resolve("images"));
    Files.createFile(root.resolve("images/news"));
    assertThatThrownBy(() -> files.put(RUN, KEY, PICTURE))
        .isInstanceOf(StorageException.class)
        .isInstanceOf(Unrecoverable.class)
        .hasMessageStartingWith("cannot write " + root.resolve(KEY) + ": ");
    assertThat(filesOnDisk()).containsExactly(root.resolve("images/news"));
  }

  @Test
  void a_sweep_removes_what_earlier_runs_left_and_nothing_else() throws IOException {
    leaveDraft(RUN, "1");
    leaveDraft(new Fence(RUN.entity(), 2), "7");
    var now = leaveDraft(new Fence(RUN.entity(), 3), "1");
    var later = leaveDraft(new Fence(RUN.entity(), 4), "1");
    var other = leaveDraft(new Fence("channel-2", 1), "1");

    files.sweep(new Fence(RUN.entity(), 3));

    assertThat(filesOnDisk()).containsExactlyInAnyOrder(now, later, other);
  }

  private static ByteBuffer bytes(int length) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void a_small_draft_that_is_thrown_away_was_never_a_file() throws IOException {
    try (var draft = files.draft(RUN)) {
      draft.write(bytes(1000));
      draft.write(bytes(24));
      assertThat(draft.read()).isEqualTo(bytes(1024).array());
      assertThat(filesOnDisk()).isEmpty();
      draft.flush();
      assertThat(draft.read()).isEqualTo(bytes(1024).array());
      assertThat(filesOnDisk()).hasSize(1);
    }
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void a_draft_that_grows_becomes_a_file_with_all_that_was_written() throws IOException {
    try (var draft = files.draft(RUN)) {
      draft.write(bytes(60_000));
      draft.write(bytes(60_000));
      draft.write(bytes(1));
      assertThat(filesOnDisk()).hasSize(1);
      files.keep(Map.of(KEY, draft), true, Runnable::run);
    }
    assertThat(filesOnDisk()).containsExactly(root.resolve(KEY));
    assertThat(root.resolve(KEY)).hasBinaryContent(bytes(120_001).array());
  }

  @Test
  void drafts_are_kept_though_they_were_only_in_memory() {
    try (var draft = files.draft(RUN);
        var other = files.draft(RUN)) {
      draft.write(bytes(10));
      files.keep(Map.of(KEY, draft, KEY + ".jpg", other), false, Runnable::run);
    }
    assertThat(root.resolve(KEY)).hasBinaryContent(bytes(10).array());
    assertThat(root.resolve(KEY + ".jpg")).isEmptyFile();
  }

  @Test
  void drafts_take_so_much_memory_and_are_files_beyond() throws IOException {
    var drafts = new ArrayList<Draft>();
    for (int i = 0; i < 300; i++) {
      var draft = files.draft(RUN);
      draft.write(bytes(64 << 10));
      drafts.add(draft);
    }
    assertThat(filesOnDisk()).hasSize(300 - 256);
    files.clear(RUN);
    assertThat(filesOnDisk()).isEmpty();
    try (var draft = files.draft(RUN)) {
      draft.write(bytes(64 << 10));
      assertThat(filesOnDisk()).as("the memory was given back").isEmpty();
    }
  }

  @Test
  void a_sweep_before_the_first_picture_finds_nothing() throws IOException {
    files.sweep(RUN);
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void a_sweep_passes_over_what_is_not_ours() throws IOException {
    var drafts = leaveDraft(RUN, "1").getParent();
    for (var name : List.of(".nfs000001", "notes", "x-1.part", "1-7.part~", "-.part")) {
      Files.createFile(drafts.resolve(name));
    }
    files.sweep(new Fence(RUN.entity(), 2));
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
    assertThatThrownBy(() -> new BlobDirectory(file, FileMode.OWNER).checkWritable())
        .isInstanceOf(StorageException.class)
        .isInstanceOf(Unrecoverable.class)
        .hasMessageStartingWith("IMAGE_DIR " + file + " cannot be written: ");
    assertThatThrownBy(() -> new BlobDirectory(file, FileMode.OWNER).put(RUN, KEY, PICTURE))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("cannot write " + file);
  }

  @Test
  void a_directory_without_permission_is_refused_and_says_so() throws IOException {
    var locked = Files.createDirectory(root.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(locked)).as("root may write everywhere").isFalse();
    assertThatThrownBy(() -> new BlobDirectory(locked, FileMode.OWNER).checkWritable())
        .isInstanceOf(StorageException.class)
        .hasMessage("IMAGE_DIR " + locked + " cannot be written: no permission to write");
  }

  @ParameterizedTest
  @CsvSource({"0600, rw-------, rwx------", "0640, rw-r-----, rwxr-x---"})
  void what_is_made_is_for_its_owner_or_for_whom_the_mode_says(
      String octal, String ofFiles, String ofDirectories) throws IOException {
    var config = ConfigFactory.parseMap(Map.of("sluice.file-mode", octal));
    var store = root.resolve("store");
    files = new BlobDirectory(store, FileMode.from(config));
    files.checkWritable();
    files.id();
    files.put(RUN, KEY, PICTURE);
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
    assertThatThrownBy(() -> new BlobDirectory(root.resolve("nowhere"), FileMode.OWNER).freeBytes())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("nowhere does not tell its free space");
  }
}
