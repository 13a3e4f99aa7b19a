package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSheetTest {
  private static final List<List<String>> TWO =
      List.of(List.of("name", "url"), List.of("Grün", "https://a.example/"));

  private static SheetFormat.Csv csv(SheetText text) throws IOException {
    return (SheetFormat.Csv) text.format();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|", "^", "~"})
  void finds_what_stands_between_cells(String separator) throws IOException {
    var text = SheetText.of("name" + separator + "url\nGrün" + separator + "https://a.example/\n");

    assertThat(text.rows()).isEqualTo(TWO);
    assertThat(csv(text).separator()).isEqualTo(separator.charAt(0));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,0",
    "UTF-8,1",
    "UTF-16LE,0",
    "UTF-16LE,1",
    "UTF-16BE,0",
    "UTF-16BE,1",
    "windows-1252,0"
  })
  void finds_the_charset(String charset, int mark) throws IOException {
    var text =
        SheetText.of(
            (mark == 1 ? "\ufeff" : "") + "name,url\r\nGrün,https://a.example/\r\n",
            Charset.forName(charset));

    assertThat(text.rows()).isEqualTo(TWO);
    assertThat(csv(text).charset()).startsWith(charset);
  }

  @Test
  void a_byte_that_is_broken_makes_no_other_charset_of_a_long_text() throws IOException {
    var bytes = ("name,url\n" + "Grüße,https://a.example/\n".repeat(9)).getBytes("UTF-8");
    bytes[12] = (byte) 0xff;

    var text = new SheetText("sites.csv", bytes);

    assertThat(csv(text).charset()).isEqualTo("UTF-8");
    assertThat(csv(text).damaged()).isPositive();
    assertThat(text.rows().get(2)).containsExactly("Grüße", "https://a.example/");
  }

  @Test
  void decimal_commas_separate_nothing() throws IOException {
    var text = SheetText.of("price;url\n1,5;a.example\n2,5;b.example\n");

    assertThat(text.rows()).contains(List.of("1,5", "a.example"));
  }

  @Test
  void commas_of_texts_separate_nothing() throws IOException {
    var text = SheetText.of("url\tabout\na.example\tone, two, three\nb.example\tno\n");

    assertThat(text.rows()).contains(List.of("a.example", "one, two, three"));
  }

  @Test
  void believes_the_first_line_that_names_the_separator() throws IOException {
    var text = SheetText.of("sep=;\r\nurl;name\r\na.example;A, B\r\n");

    assertThat(text.rows()).containsExactly(List.of("url", "name"), List.of("a.example", "A, B"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void ends_lines_as_any_system_does_and_counts_them(String end) throws IOException {
    var text =
        SheetText.of(
            String.join(end, "url,name", "", "a.example,\"one\rtwo\nthree\"", "b.example,B", ""));

    assertThat(text.lines()).extracting(SheetLine::line).containsExactly(1L, 3L, 6L);
    assertThat(text.rows().get(1)).containsExactly("a.example", "one\rtwo\nthree");
  }

  @Test
  void keeps_doubled_and_empty_names_and_rows_that_are_short_or_long() throws IOException {
    var text = SheetText.of("url,,url\na.example\nb.example,1,2,3\n");

    assertThat(text.rows())
        .containsExactly(
            List.of("url", "", "url"), List.of("a.example"), List.of("b.example", "1", "2", "3"));
  }

  @Test
  void drops_what_no_database_takes() throws IOException {
    assertThat(SheetText.of("url,name\na.ex\0ample,A\u0007\ud800\n", StandardCharsets.UTF_8).rows())
        .contains(List.of("a.example", "A?"));
  }

  @Test
  void blank_lines_are_counted_and_no_rows() throws IOException {
    try (var sheet = Sheet.of(SheetText.of("url\n\n , \na.example\n\n"), SheetText.LIMITS);
        var lines = sheet.lines()) {
      var all = new ArrayList<Long>();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        all.add(line.get().line());
      }
      assertThat(all).containsExactly(1L, 4L);
      assertThat(lines.blank()).isEqualTo(3);
    }
  }

  @Test
  void a_quote_that_is_not_closed_costs_its_own_line_alone() throws IOException {
    var text =
        SheetText.of(
            "name,url\n\"Joe,https://joe.example\n\"Bob\",https://bob.example\nEve,https://eve.example\n");

    assertThat(text.bad()).containsExactly("2 quote_not_closed");
    assertThat(text.lines()).extracting(SheetLine::line).containsExactly(1L, 2L, 3L, 4L);
    assertThat(text.rows()).contains(List.of("Bob", "https://bob.example"));
  }

  @Test
  void a_quote_that_is_never_closed_costs_its_own_line_alone() throws IOException {
    var rows = "Eve,https://eve.example\r\n".repeat(50_000);
    var text = SheetText.of("name,url\r\n\"Joe,https://joe.example\r\n" + rows);

    assertThat(text.bad()).containsExactly("2 quote_not_closed");
    assertThat(text.lines()).hasSize(50_002);
    assertThat(text.lines().get(50_001).line()).isEqualTo(50_002);
  }

  @Test
  void what_stands_behind_a_quote_belongs_to_the_cell() throws IOException {
    var text = SheetText.of("name,url\n\"Joe\" and Sons,joe.example\n5\" pipes,pipes.example\n");

    assertThat(text.bad()).isEmpty();
    assertThat(text.rows())
        .contains(List.of("Joe and Sons", "joe.example"), List.of("5\" pipes", "pipes.example"));
  }

  @Test
  void many_lines_with_loose_quotes_take_no_time_of_their_own() throws IOException {
    var text = SheetText.of("name,url\n" + "\"Joe\" and Sons,joe.example\n".repeat(100_000));
    var before = System.nanoTime();

    assertThat(text.lines()).hasSize(100_001);
    assertThat((System.nanoTime() - before) / 1_000_000_000.0).isLessThan(20);
  }

  @Test
  void a_row_that_is_too_long_is_bad_and_others_go_on() throws IOException {
    var long1 = "x".repeat(40_000);
    var long2 = "y".repeat(3_000_000);
    var many = "z,".repeat(1001);
    var text =
        SheetText.of(
            String.join(
                "\n", "url,n", long1 + ",1", "a.example,2", long2, many, "b.example,3", ""));

    assertThat(text.bad()).containsExactly("2 row_too_long", "4 row_too_long", "5 too_many_cells");
    assertThat(text.rows()).contains(List.of("a.example", "2"), List.of("b.example", "3"));
  }

  @Test
  void a_hundred_megabytes_in_one_line_are_refused_in_bounded_memory() {
    var header = "url,name\na.example,A\n".getBytes(StandardCharsets.US_ASCII);
    SheetSource source = new Endless(header, 99_000_000);

    assertThatThrownBy(() -> Sheet.of(new Endless(new byte[0], 99_000_000), SheetText.LIMITS))
        .isInstanceOf(NotASheetException.class)
        .hasMessageContaining("no row");
    assertThatThrownBy(() -> Sheet.of(new Endless(header, 101_000_000), SheetText.LIMITS))
        .isInstanceOf(NotASheetException.class)
        .hasMessageContaining("more than 100000000 bytes");
    assertThat(lines(source)).isEqualTo("1 2 3 row_too_long ");
  }

  private static String lines(SheetSource source) {
    try (var sheet = Sheet.of(source, SheetText.LIMITS);
        var lines = sheet.lines()) {
      var all = new StringBuilder();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        all.append(line.get().line()).append(' ');
        all.append(line.get() instanceof BadRow bad ? bad.reason() + " " : "");
      }
      return all.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** One sign again and again, which stands nowhere in memory. */
  private record Endless(byte[] header, long signs) implements SheetSource {
    @Override
    public String name() {
      return "long.csv";
    }

    @Override
    public InputStream open() {
      var run =
          new InputStream() {
            private long left = signs;

            @Override
            public int read() {
              return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
              int count = (int) Math.min(left, length);
              Arrays.fill(into, offset, offset + count, (byte) 'x');
              left -= count;
              return count > 0 || length == 0 ? count : -1;
            }
          };
      return new SequenceInputStream(
          Collections.enumeration(List.of(new ByteArrayInputStream(header), run)));
    }
  }
}
