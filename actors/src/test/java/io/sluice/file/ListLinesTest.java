package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListLinesTest {
  private static final long LONG = 1 << 25;

  private static InputStream bytes(String latin) {
    return new ByteArrayInputStream(latin.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> lines(String latin) throws IOException {
    var all = new ArrayList<String>();
    try (var lines = new ListLines(bytes(latin))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        assertThat(line.get().isTooLong()).isFalse();
        all.add(new String(line.get().bytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  @Test
  void gives_the_bytes_of_lines_that_are_not_blank() throws IOException {
    assertThat(lines("a\n\n \t\r\n b \r\nc\u00ff\u0000d\n\re"))
        .containsExactly("a", " b ", "c\u00ff\u0000d", "\re");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n\n")).isEmpty();
  }

  @Test
  void passes_over_the_mark_that_it_is_utf_8() throws IOException {
    assertThat(lines("\u00ef\u00bb\u00bfa\nb")).containsExactly("a", "b");
    assertThat(lines("\u00ef\u00bb\u00bf")).isEmpty();
    assertThat(lines("\u00ef\u00bba")).containsExactly("\u00ef\u00bba");
  }

  @Test
  void text_of_two_bytes_a_sign_is_refused() {
    assertThatThrownBy(() -> lines("\u00ff\u00fea\u0000")).hasMessageContaining("save it as UTF-8");
    assertThatThrownBy(() -> lines("\u00fe\u00ff\u0000a")).hasMessageContaining("save it as UTF-8");
  }

  @Test
  void a_line_that_is_too_long_is_cut_and_known_by_all_of_it() throws IOException {
    var most = "x".repeat(ListLines.MOST_BYTES);
    assertThat(lines(most + "\r\n")).containsExactly(most);
    try (var lines = new ListLines(bytes(most + "1\n" + most + "y2\n" + most + "y3\nnext"))) {
      var first = lines.next().orElseThrow();
      assertThat(first.isTooLong()).isTrue();
      var second = lines.next().orElseThrow();
      var third = lines.next().orElseThrow();
      assertThat(second.bytes()).isEqualTo(third.bytes()).hasSize(ListLines.MOST_BYTES + 1);
      assertThat(second.hash()).isNotEqualTo(third.hash());
      assertThat(lines.next().orElseThrow().bytes()).asString().isEqualTo("next");
      assertThat(lines.next()).isEmpty();
    }
  }

  @Test
  void a_line_without_end_takes_no_memory() throws IOException {
    var endless = new EndlessLine(LONG);
    long before = allocated();
    try (var lines = new ListLines(new SequenceInputStream(endless, bytes("\nlast")))) {
      assertThat(lines.next().orElseThrow().isTooLong()).isTrue();
      assertThat(lines.next().orElseThrow().bytes()).asString().isEqualTo("last");
    }
    assertThat(allocated() - before).isLessThan(LONG / 8);
  }

  /** What this thread has taken of the heap so far, given back or not. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static final class EndlessLine extends InputStream {
    private long left;

    EndlessLine(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int given = (int) Math.min(left, length);
      Arrays.fill(into, from, from + given, (byte) 'x');
      left -= given;
      return given;
    }
  }
}
