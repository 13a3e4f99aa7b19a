package io.sluice.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EnclosureTest {
  @TempDir Path directory;
  private Path root;
  private Path photos;
  private Path outside;
  private Enclosure enclosure;

  @BeforeEach
  void lay_out() throws IOException {
    root = Files.createDirectories(directory.toRealPath().resolve("root"));
    photos = Files.createDirectories(root.resolve("export/photos"));
    Files.writeString(photos.resolve("1.jpg"), "inside");
    outside = Files.createDirectories(directory.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("1.jpg"), "outside");
    enclosure = new Enclosure(root);
  }

  private String read(Path real) throws IOException {
    try (var in = Channels.newInputStream(enclosure.open(real))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void assertRefused(Path real) {
    assertThatThrownBy(() -> read(real)).isInstanceOf(NotAFileException.class);
  }

  private static void put(Path link, Path target) throws IOException {
    var draft = link.resolveSibling("draft");
    Files.createSymbolicLink(draft, target);
    Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void files_at_any_depth_are_opened() throws IOException {
    Files.writeString(root.resolve("result.json"), "{}");
    assertThat(read(root.resolve("result.json"))).isEqualTo("{}");
    assertThat(read(photos.resolve("1.jpg"))).isEqualTo("inside");
  }

  @Test
  void a_link_that_took_the_place_of_a_file_is_not_followed() throws IOException {
    put(photos.resolve("1.jpg"), outside.resolve("1.jpg"));
    assertRefused(photos.resolve("1.jpg"));
  }

  @Test
  void a_link_that_took_the_place_of_a_directory_is_not_followed() throws IOException {
    Files.move(photos, directory.resolve("away"));
    put(photos, outside);
    assertRefused(photos.resolve("1.jpg"));
    Files.delete(photos);
    Files.move(photos.getParent(), directory.resolve("away2"));
    put(photos.getParent(), outside);
    assertRefused(photos.resolve("1.jpg"));
  }

  @Test
  void what_is_not_below_it_is_refused() {
    assertRefused(outside.resolve("1.jpg"));
    assertRefused(root);
    assertRefused(root.resolveSibling("root2"));
    assertRefused(Path.of("/proc/self/environ"));
  }

  @Test
  void what_is_no_regular_file_is_refused_and_not_waited_for() throws Exception {
    var pipe = photos.resolve("pipe.jpg");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused(pipe);
    assertRefused(photos);
    assertThatThrownBy(() -> new Enclosure(Path.of("/dev")).open(Path.of("/dev/zero")))
        .isInstanceOf(NotAFileException.class);
  }

  @Test
  void nothing_outside_is_read_however_fast_links_come_and_go() throws Exception {
    var kept = Files.move(photos, root.resolve("export/kept"));
    var stop = new AtomicBoolean();
    var swapping =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  put(photos, outside);
                  LockSupport.parkNanos(20_000);
                  Files.delete(photos);
                  Files.move(kept, photos);
                  LockSupport.parkNanos(20_000);
                  Files.move(photos, kept);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    swapping.start();
    var came = new TreeMap<String, Integer>();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (System.nanoTime() < until || came.size() < 2) {
      try {
        came.merge(read(photos.resolve("1.jpg")), 1, Integer::sum);
      } catch (FileSystemException | NotAFileException e) {
        came.merge("refused", 1, Integer::sum);
      }
    }
    stop.set(true);
    swapping.join();
    assertThat(came).containsKeys("inside", "refused").doesNotContainKey("outside");
  }

  @Test
  void systems_without_open_directories_are_read_too() throws IOException {
    var archive = directory.resolve("export.zip");
    try (var zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      var file = Files.createDirectories(zip.getPath("/root/export")).resolve("result.json");
      Files.writeString(file, "{}");
      enclosure = new Enclosure(zip.getPath("/root"));
      assertThat(read(file)).isEqualTo("{}");
      assertRefused(zip.getPath("/root/export"));
    }
  }
}
