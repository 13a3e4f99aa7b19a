package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.sluice.sample.PhotoPainter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImagesBenchTest {
  @TempDir private Path dir;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complaints = new StringWriter();

  @Test
  void tells_of_every_engine_and_of_pictures_that_none_takes() throws IOException {
    ImageIO.write(PhotoPainter.paint(1, 160, 120), "jpg", dir.resolve("a.jpg").toFile());
    ImageIO.write(PhotoPainter.paint(2, 96, 72), "png", dir.resolve("b.png").toFile());
    Files.writeString(dir.resolve("broken.jpg"), "no picture");

    assertThat(run(dir.toString(), "--rounds=1", "--json")).isZero();

    var set = new ObjectMapper().readTree(printed.toString()).at("/sets/0");
    assertThat(set.path("name").asText()).isEqualTo(dir.getFileName().toString());
    assertThat(set.path("pictures").asInt()).isEqualTo(2);
    assertThat(set.path("engines").findValuesAsText("engine"))
        .containsExactly("opencv", "scrimage", "scrimage defaults");
    set.path("engines").forEach(ImagesBenchTest::assertPositive);
    assertThat(set.at("/engines/0/ratio").asDouble()).isEqualTo(1);
    assertThat(set.at("/notes/0").asText())
        .startsWith("left out: opencv does not take broken.jpg (");
  }

  private static void assertPositive(JsonNode line) {
    for (var figure :
        List.of("cpuMs", "perSecond", "perSecondAllCores", "kilobytesOut", "heapMb", "ratio")) {
      assertThat(line.path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(line.path("ssim").asDouble()).isBetween(0.8, 1.0);
  }

  @Test
  void refuses_what_is_no_folder_with_pictures() throws IOException {
    assertThat(run(dir.resolve("none").toString())).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("DIR must be a folder with pictures, there is");

    Files.writeString(dir.resolve("notes.txt"), "no picture");
    complaints.getBuffer().setLength(0);
    assertThat(run(dir.toString())).isEqualTo(2);
    assertThat(complaints.toString()).contains("and its sub-folders have none");
  }

  @Test
  void refuses_to_measure_no_rounds() {
    assertThat(run("--rounds=0")).isEqualTo(2);
    assertThat(complaints.toString()).startsWith("--rounds must be 1 or more, was 0");
  }

  private int run(String... arguments) {
    var config =
        ConfigFactory.parseString("MAX_IMAGE_WIDTH = 64").withFallback(ConfigFactory.load());
    return new CommandLine(new ImagesBench(spec -> config, 0.05))
        .setOut(new PrintWriter(printed, true))
        .setErr(new PrintWriter(complaints, true))
        .execute(arguments);
  }
}
