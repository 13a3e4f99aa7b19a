package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PictureFuzzTest {
  /** More of them by {@code -Dfuzz.pictures=10000}. */
  private static final int PICTURES = Integer.getInteger("fuzz.pictures", 500);

  @TempDir private Path directory;

  @Test
  void every_spoiled_picture_has_an_outcome() throws Exception {
    var place = directory.resolve("place");
    var limit = Duration.ofMinutes(5).plusMillis(50L * PICTURES);

    var child =
        ChildJvm.run(FuzzMain.class, "512m", limit, directory, "" + PICTURES, place.toString());

    assertThat(child.code())
        .as("at mutation %s: %s", Files.readString(place).strip(), child.lines())
        .isZero();
    assertThat(child.lines()).noneMatch(line -> line.contains(" by "));
    assertThat(child.number("total")).isEqualTo(PICTURES);
  }
}
