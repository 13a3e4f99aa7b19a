package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.Enclosure;
import io.sluice.photo.PhotoReference.Absent;
import io.sluice.photo.PhotoReference.InFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportPhotosTest {
  @TempDir Path directory;

  private Path root;
  private Path photo;
  private ExportPhotos photos;

  @BeforeEach
  void lay_out_an_export_beside_a_secret() throws IOException {
    root = Files.createDirectories(directory.toRealPath().resolve("export"));
    photo = Files.createDirectory(root.resolve("photos")).resolve("photo_1@25-12-2018.jpg");
    Files.createFile(photo);
    Files.createFile(directory.resolve("secret.jpg"));
    photos = new ExportPhotos(new Enclosure(root), root);
  }

  private InFile in(Path file) {
    return new InFile(new Enclosure(root), file);
  }

  @Test
  void a_photo_that_is_there_is_given_as_a_file() {
    assertThat(photos.locate("photos/photo_1@25-12-2018.jpg")).isEqualTo(in(photo));
  }

  @ParameterizedTest
  @CsvSource({
    "(File not included. Change data exporting settings to download.),"
        + "File not included. Change data exporting settings to download.",
    "'(File unavailable, please try again later)', 'File unavailable, please try again later'",
    "(Photo exceeds maximum size.), Photo exceeds maximum size.",
    "(, ''",
  })
  void a_remark_in_parentheses_is_why_it_is_absent(String said, String reason) {
    assertThat(photos.locate(said)).isEqualTo(new Absent(reason));
  }

  @Test
  void a_photo_that_is_not_there_is_absent() throws IOException {
    Files.createDirectory(root.resolve("photos/album"));

    assertThat(photos.locate("photos/x.jpg")).isEqualTo(new Absent("file not found: photos/x.jpg"));
    assertThat(photos.locate("photos/album")).isEqualTo(new Absent("not a file: photos/album"));
    assertThat(photos.locate("x".repeat(5000))).isInstanceOf(Absent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.jpg",
        "photos/../../secret.jpg",
        "photos/../photos/photo_1@25-12-2018.jpg",
        "..",
        "/etc/passwd",
        "C:/secret.jpg",
        "c:secret.jpg",
        "..\\secret.jpg",
        "photos\\photo_1@25-12-2018.jpg",
      })
  void a_path_that_leaves_the_export_is_refused(String said) {
    assertThat(photos.locate(said)).isEqualTo(new Absent("path leaves the export: " + said));
  }

  @Test
  void a_nul_in_a_path_is_refused_and_not_passed_on() {
    assertThat(photos.locate("photos/\u0000.jpg"))
        .isEqualTo(new Absent("path leaves the export: photos/\uFFFD.jpg"));
  }

  @Test
  void symbolic_links_may_not_lead_out_of_the_export() throws IOException {
    Files.createSymbolicLink(root.resolve("link.jpg"), directory.resolve("secret.jpg"));
    Files.createSymbolicLink(root.resolve("out"), directory);
    Files.createSymbolicLink(root.resolve("inside.jpg"), photo);
    Files.createSymbolicLink(root.resolve("circle.jpg"), root.resolve("circle.jpg"));

    assertThat(photos.locate("link.jpg")).isEqualTo(new Absent("path leaves the export: link.jpg"));
    assertThat(photos.locate("out/secret.jpg"))
        .isEqualTo(new Absent("path leaves the export: out/secret.jpg"));
    assertThat(photos.locate("inside.jpg")).isEqualTo(in(photo));
    assertThat(photos.locate("circle.jpg")).isInstanceOf(Absent.class);
  }
}
