package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  private static final int COUNT = 600;

  @TempDir private static Path tree;

  private static FileFigures told;
  private static List<Path> files;

  @TempDir private Path dir;

  @BeforeAll
  static void writeTree() throws IOException {
    told = FileTree.write(tree, new FilesOptions(COUNT, 7, false));
    files = files(tree);
  }

  @Test
  void tells_what_is_on_the_disk() throws Exception {
    var bytes = 0L;
    var pictures = 0;
    var broken = 0;
    for (var file : files) {
      bytes += Files.size(file);
      pictures += Soundness.isPicture(file) ? 1 : 0;
      broken += Soundness.isSound(file) ? 0 : 1;
    }
    var distinct = (int) hashes(tree).values().stream().distinct().count();

    assertThat(files).hasSize(COUNT);
    assertThat(told)
        .isEqualTo(new FileFigures(COUNT, bytes, distinct, COUNT - distinct, pictures, broken, 0));
  }

  @Test
  void the_same_seed_gives_the_same_names_times_and_bytes() throws Exception {
    FileTree.write(dir, new FilesOptions(COUNT, 7, false));

    assertThat(hashes(dir)).isEqualTo(hashes(tree));
    for (var file : files(dir)) {
      assertThat(Files.getLastModifiedTime(file))
          .isEqualTo(Files.getLastModifiedTime(tree.resolve(dir.relativize(file))));
    }
  }

  @Test
  void another_seed_gives_other_names_and_bytes() throws Exception {
    FileTree.write(dir, new FilesOptions(60, 8, false));

    assertThat(hashes(dir).keySet()).isNotEqualTo(hashes(tree).keySet());
    assertThat(hashes(dir).values()).filteredOn(hashes(tree)::containsValue).hasSizeLessThan(5);
  }

  @Test
  void about_a_twentieth_are_duplicates_which_equal_another_byte_by_byte() throws Exception {
    var hashes = hashes(tree);
    var duplicates = 0;
    for (var same : hashes.keySet().stream().collect(groupingBy(hashes::get)).values()) {
      for (var other : same.subList(1, same.size())) {
        assertThat(Files.mismatch(tree.resolve(same.get(0)), tree.resolve(other))).isEqualTo(-1);
        duplicates++;
      }
    }
    assertThat(duplicates).isEqualTo(told.duplicates()).isBetween(COUNT / 50, COUNT / 10);
  }

  @Test
  void about_three_of_a_hundred_are_broken_and_about_a_third_are_pictures() {
    assertThat(told.broken()).isBetween(COUNT / 100, COUNT / 16);
    assertThat(told.pictures()).isBetween(COUNT / 5, COUNT / 2);
  }

  @Test
  void most_files_are_small_and_a_few_are_large() throws IOException {
    var small = 0;
    var largest = 0L;
    for (var file : files) {
      small += Files.size(file) < 20_000 ? 1 : 0;
      largest = Math.max(largest, Files.size(file));
    }
    assertThat(small).isGreaterThan(COUNT / 2);
    assertThat(largest).isBetween(500_000L, 5_000_000L);
    assertThat(told.bytes() / COUNT).isBetween(20_000L, 60_000L);
    assertThat(files).anyMatch(file -> file.toFile().length() == 0);
  }

  @Test
  void names_are_of_many_kinds() {
    var names = files.stream().map(file -> file.getFileName().toString()).toList();

    assertThat(names).filteredOn(name -> name.contains("\n")).hasSize(1);
    assertThat(names).anyMatch(name -> name.contains(" ")).anyMatch(name -> name.contains("*"));
    assertThat(names).anyMatch(name -> !name.matches("\\p{ASCII}+"));
    assertThat(names).anyMatch(name -> bytes(name) > 190).allMatch(name -> bytes(name) <= 210);
    assertThat(names.stream().distinct().count()).isLessThan(COUNT - 5);
    assertThat(files).anyMatch(file -> tree.relativize(file).getNameCount() == 6);
  }

  @Test
  void oddities_are_a_link_in_circles_and_a_fifo() throws IOException {
    var figures = FileTree.write(dir, new FilesOptions(3, 7, true));

    assertThat(figures.files()).isEqualTo(3);
    assertThat(figures.oddities()).isEqualTo(2);
    assertThat(dir.resolve("round and round/round and round").toRealPath())
        .isEqualTo(dir.toRealPath());
    assertThat(Files.readAttributes(dir.resolve("pipe"), BasicFileAttributes.class).isOther())
        .isTrue();
  }

  @Test
  void writes_a_second_time_over_the_first() throws Exception {
    var first = FileTree.write(dir, new FilesOptions(50, 7, true));

    assertThat(FileTree.write(dir, new FilesOptions(50, 7, true))).isEqualTo(first);
    assertThat(files(dir)).hasSize(50);
  }

  @Test
  void what_a_link_leads_to_is_left_alone() throws IOException {
    var mine = Files.writeString(dir.resolve("mine.txt"), "mine");
    var out = Files.createDirectory(dir.resolve("out"));
    FileTree.write(out, new FilesOptions(1, 7, false));
    var file = files(out).get(0);
    Files.delete(file);
    Files.createSymbolicLink(file, mine);

    FileTree.write(out, new FilesOptions(1, 7, false));

    assertThat(mine).hasContent("mine");
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void a_link_in_place_of_a_folder_is_refused() throws IOException {
    var elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    var out = Files.createDirectory(dir.resolve("out"));
    try (var folders = Files.list(tree)) {
      for (var folder : folders.filter(Files::isDirectory).toList()) {
        Files.createSymbolicLink(out.resolve(folder.getFileName()), elsewhere);
      }
    }

    assertThatThrownBy(() -> FileTree.write(out, new FilesOptions(COUNT, 7, false)))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  private static int bytes(String name) {
    return name.getBytes(UTF_8).length;
  }

  private static List<Path> files(Path dir) throws IOException {
    try (var paths = Files.walk(dir)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  /** Every file's hash by its path in the tree. */
  private static Map<Path, String> hashes(Path dir) throws IOException, GeneralSecurityException {
    var hashes = new TreeMap<Path, String>();
    for (var file : files(dir)) {
      var hash = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
      hashes.put(dir.relativize(file), HexFormat.of().formatHex(hash));
    }
    return hashes;
  }
}
