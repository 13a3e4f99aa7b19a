package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BombsTest {
  private static final long MIB = 1 << 20;
  private static final long HEAP = 512 * MIB;

  /** What the JVM and the codecs are without a picture, and half as much again. */
  private static final long ELSE = 300 * MIB;

  @TempDir private Path directory;

  @Test
  void twenty_bombs_at_once_take_no_more_memory_than_a_node_has() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc to tell the memory");

    var child = ChildJvm.run(BombsMain.class, "512m", Duration.ofMinutes(10), directory);

    assertThat(child.code()).as(child.lines().toString()).isZero();
    assertThat(child.lines()).filteredOn(line -> line.startsWith("bomb ")).hasSize(20);
    assertThat(child.lines()).noneMatch(line -> line.contains("THROWN"));
    assertThat(child.lines()).noneMatch(line -> line.contains("OutOfMemory"));
    assertThat(child.number("in use")).isZero();
    assertThat(child.number("heap")).isBetween(1L, HEAP);
    assertThat(child.number("resident")).isBetween(1L, HEAP + child.number("budget") + ELSE);
  }
}
