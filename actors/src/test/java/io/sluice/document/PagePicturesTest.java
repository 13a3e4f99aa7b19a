package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures of pages without text, within their limits. */
class PagePicturesTest {
  private static final List<List<String>> LINES = List.of(List.of("light airs", "from the west"));

  private static ExtractLimits limits(int seconds, int pictures) {
    return new ExtractLimits(Duration.ofSeconds(seconds), 1_000_000, 100, 3, 1 << 24, pictures);
  }

  private static Extraction read(ExtractLimits limits, byte[] document, String... passwords)
      throws IOException {
    try {
      var request = ExtractTask.request("scan.pdf", List.of(passwords), document);
      return Extraction.read(new ExtractTask(limits).answer(request));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void there_are_as_many_as_are_allowed_and_none_without() throws IOException {
    var pages = List.of(LINES.get(0), LINES.get(0), LINES.get(0));
    var scan = MadeDocuments.scannedPdf(pages);
    for (int most : List.of(0, 2, 3, 10)) {
      var read = read(limits(60, most), scan);
      assertThat(read.pictures()).hasSize(Math.min(most, 3));
      assertThat(read.pages()).extracting(PageText::state).containsOnly(TextState.NEEDS_OCR);
    }
  }

  @Test
  void they_are_gray_and_of_bounded_size_whatever_the_page_says() throws IOException {
    var read = read(limits(60, 10), MadeDocuments.widePdf(14_000));
    var picture = ImageIO.read(new ByteArrayInputStream(read.pictures().get(0)));
    assertThat(picture.getColorModel().getNumComponents()).isOne();
    assertThat((long) picture.getWidth() * picture.getHeight()).isBetween(9_000_000L, 10_100_000L);
  }

  @Test
  void a_page_that_takes_too_long_to_draw_costs_its_picture_alone() throws IOException {
    var read = read(limits(4, 10), MadeDocuments.pdfThatIsSlowToDraw(100_000));
    assertThat(read.state()).isEqualTo(TextState.NEEDS_OCR);
    assertThat(read.reason()).isNull();
    assertThat(read.pages()).hasSize(1);
    assertThat(read.pictures()).isEmpty();
  }

  @Test
  void what_a_password_opens_is_drawn() throws IOException {
    var read = read(limits(60, 10), MadeDocuments.lockedPdf(List.of(List.of()), "open"), "open");
    assertThat(read.pictures()).hasSize(1);
  }
}
