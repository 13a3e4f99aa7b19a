package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplePhotosTest {
  private static final int ORIENTATION_AT = 30;

  @TempDir private Path dir;

  @Test
  void every_photo_decodes_to_the_size_that_is_told() throws IOException {
    for (var photo : export(160, false).photos()) {
      var picture = ImageIO.read(file(photo).toFile());

      assertThat(picture.getWidth()).isEqualTo(photo.path("width").asInt());
      assertThat(picture.getHeight()).isEqualTo(photo.path("height").asInt());
      assertThat(Math.max(picture.getWidth(), picture.getHeight())).isEqualTo(160);
      assertThat(Files.size(file(photo))).isEqualTo(photo.path("photo_file_size").asLong());
    }
  }

  @Test
  void a_photo_is_as_large_as_a_photograph_and_not_of_one_colour() throws IOException {
    for (var seed = 1; seed <= 4; seed++) {
      var picture = PhotoPainter.paint(seed, 1_280, 960);

      assertThat(Jpeg.encode(picture).length).isBetween(90_000, 420_000);
      assertThat(colours(picture)).isGreaterThan(5_000);
    }
  }

  @Test
  void the_odd_photos_are_odd_and_the_others_are_sound() throws IOException {
    var export = export(96, true);
    var photos = export.photos();

    assertThat(export.files()).hasSize(10);
    assertThat(photos.get(1).path("photo").asText()).isEqualTo(PostWriter.NOT_INCLUDED);
    assertThat(Files.size(file(photos.get(3))))
        .isEqualTo(photos.get(3).path("photo_file_size").asLong() / 2);
    assertThat(ImageIO.read(file(photos.get(5)).toFile())).isNotNull();
    assertThat(Files.readAllBytes(file(photos.get(5)))[ORIENTATION_AT + 1]).isEqualTo((byte) 6);
    assertThat(Files.readString(file(photos.get(7)))).startsWith("<!DOCTYPE html>");
    for (var sound : new int[] {0, 2, 4, 6, 8, 9}) {
      assertThat(Files.size(file(photos.get(sound))))
          .isEqualTo(photos.get(sound).path("photo_file_size").asLong());
      assertThat(ImageIO.read(file(photos.get(sound)).toFile())).isNotNull();
    }
  }

  @Test
  void turned_left_and_viewed_turned_right_is_upright() {
    var upright = PhotoPainter.paint(1, 64, 96);
    var turned = Jpeg.turnedLeft(upright);

    assertThat(turned.getWidth()).isEqualTo(96);
    assertThat(turned.getRGB(0, 63)).isEqualTo(upright.getRGB(0, 0));
    assertThat(turned.getRGB(0, 0)).isEqualTo(upright.getRGB(63, 0));
  }

  private Exported export(int photoWidth, boolean oddities) throws IOException {
    return Exported.write(
        dir, new SampleOptions(1, 25, 10, photoWidth, 5, "Harbour News", oddities));
  }

  private Path file(JsonNode photo) {
    return dir.resolve(photo.path("photo").asText());
  }

  private static long colours(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
        .distinct()
        .count();
  }
}
