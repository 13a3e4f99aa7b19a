package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sksamuel.scrimage.ImmutableImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadersTest {
  private static final String JDK = "com.sun.imageio.plugins.";
  private static final String TWELVE_MONKEYS = "com.twelvemonkeys.imageio.plugins.";

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
  void one_reader_of_the_jdk_reads_each_of_its_formats(String format) throws Exception {
    var image = Pictures.plain(9, 9, BufferedImage.TYPE_BYTE_GRAY, Color.GRAY);

    assertThat(readers(Pictures.encode(format, image)))
        .singleElement()
        .asString()
        .startsWith(JDK + format);
  }

  @Test
  void each_coding_of_a_jpeg_has_its_reader() throws Exception {
    var jdk = JDK + "jpeg.JPEGImageReaderSpi";
    var other = TWELVE_MONKEYS + "jpeg.JPEGImageReaderSpi";

    assertThat(readers(Pictures.jpeg(Pictures.quarters(9, 9)))).containsExactly(jdk, other);
    assertThat(readers(Pictures.fourComponents(9, 9, 1, 2, 3, 4))).containsExactly(jdk);
    assertThat(readers(JpegFile.lossless(9, 9, new int[] {1}, new int[] {2})))
        .containsExactly(other);
  }

  @Test
  void webp_has_its_reader() throws Exception {
    assertThat(readers(HandMade.WEBP)).containsExactly(TWELVE_MONKEYS + "webp.WebPImageReaderSpi");
  }

  @Test
  void the_jdks_is_the_first_that_a_reader_finds_for_jpegs_within() throws Exception {
    readers(Pictures.jpeg(Pictures.quarters(9, 9)));
    // Scrimage registers all readers anew when it is first used.
    ImmutableImage.create(1, 1);

    assertThat(ImageIO.getImageReadersByFormatName("jpeg").next().getClass().getName())
        .startsWith(JDK);
  }

  private static List<String> readers(byte[] bytes) throws UndecodableException {
    var format = PictureFormat.of(bytes).or(() -> ContentType.of(bytes).format()).orElseThrow();
    return Readers.of(new Inspection(1000).inspect(format, bytes)).stream()
        .map(spi -> spi.getClass().getName())
        .toList();
  }
}
