package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2: a picture that kills its process does not kill it for ever. */
class SuspectPhotoTest {
  private static final int DEADLY_WIDTH = 333;

  @TempDir private Path directory;

  @Test
  void a_photo_that_kills_the_process_is_found_and_set_aside_and_the_others_are_stored()
      throws IOException {
    var export = directory.resolve("export");
    SampleExport.write(export, new SampleOptions(1, 60, 30, 320, 5, "Deadly", false));
    replaceOnePhoto(export.resolve("photos"));
    var database = TestDatabase.withSchema();
    var agent = Rules.dieOfPicture(DEADLY_WIDTH, directory);
    var crashes = " -XX:-CreateCoredumpOnCrash -XX:ErrorFile=" + directory.resolve("crash");
    var setup =
        new Sluice.Setup(
            directory,
            Map.of(
                "DATABASE_URL", database.url(),
                "IMAGE_DIR", directory.resolve("store").toString(),
                // The child that tries the suspects comes under the same rule.
                "JAVA_TOOL_OPTIONS", agent + crashes),
            List.of());

    assertThat(setup.run("collect", export.toString()).output()).contains("SIGSEGV");
    setup.run("collect", export.toString()).assertExit(0);

    assertThat(
            TestDatabase.query(
                database, "SELECT outcome, count(*) FROM sluice.photo GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("set_aside", "1"), List.of("stored", "29"));
    ExportTruth.of(export).assertStoredOnce(database, directory.resolve("store"));
  }

  private static void replaceOnePhoto(Path photos) throws IOException {
    try (var files = Files.list(photos)) {
      var file = files.sorted().skip(10).findFirst().orElseThrow();
      var picture = new BufferedImage(DEADLY_WIDTH, 200, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(picture, "jpg", file.toFile());
    }
  }
}
