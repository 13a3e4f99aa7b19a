package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.tika.detect.TextDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text is what Tika's own detector takes for it. */
class PlainTextTest {
  private final Random random = new Random(7);

  private static boolean assertSameAsTika(String what, byte[] bytes) throws IOException {
    boolean tika =
        new TextDetector(bytes.length + 1)
            .detect(new ByteArrayInputStream(bytes), new Metadata())
            .equals(MediaType.TEXT_PLAIN);
    assertThat(PlainText.isIn(bytes, bytes.length)).as(what).isEqualTo(tika);
    return tika;
  }

  /** As many of one kind as still leave it text, and one more; the others are letters. */
  @ParameterizedTest
  @CsvSource({"0,9", "14,27", "127,128", "128,192", "192,224", "224,240", "240,248", "248,256"})
  void one_byte_too_many_is_told_from_enough(int from, int to) throws IOException {
    for (int length : new int[] {1, 7, 8, 50, 100, 255, 256, 257, 1000, 5000, 65_536}) {
      for (int others = 0; others <= Math.min(length, 7000); others += 1 + others / 40) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'a');
        for (int i = 0; i < others; i++) {
          bytes[length - 1 - i] = (byte) (from + random.nextInt(to - from));
        }
        assertSameAsTika(others + " of " + length, bytes);
      }
    }
  }

  @Test
  void any_mixture_is_what_tika_says() throws IOException {
    int texts = 0;
    for (int i = 0; i < 10_000; i++) {
      var bytes = new byte[random.nextInt(600)];
      int[] weights = {random.nextInt(3), random.nextInt(100), random.nextInt(4), 1};
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) any(weights);
      }
      texts += assertSameAsTika("mixture " + i, bytes) ? 1 : 0;
    }
    assertThat(texts).isBetween(1000, 9000);
  }

  private int any(int[] weights) {
    int drawn = random.nextInt(Arrays.stream(weights).sum());
    if (drawn < weights[0]) {
      return random.nextInt(0x20);
    }
    if (drawn < weights[0] + weights[1]) {
      return 0x20 + random.nextInt(0x60);
    }
    return 0x80 + random.nextInt(0x80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Frühling läßt", "Сегодня дождь", "今日は雨", "😀", "a😀", "ä", "äa\1"})
  void utf8_is_what_tika_says_also_where_it_is_cut(String text) throws IOException {
    for (int times : new int[] {1, 10, 100, 1000}) {
      var bytes = text.repeat(times).getBytes(StandardCharsets.UTF_8);
      for (int cut = 0; cut < Math.min(bytes.length, 6); cut++) {
        assertSameAsTika(text, Arrays.copyOf(bytes, bytes.length - cut));
        assertSameAsTika(text, Arrays.copyOfRange(bytes, cut, bytes.length));
      }
      assertSameAsTika(text, text.repeat(times).getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
