package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkbookTest {
  private static List<List<String>> rows(XlsxBook book) throws IOException {
    return book.text().rows();
  }

  private static String text(String place, String text) {
    return "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }

  private static void refused(SheetText text, SheetLimits limits, String words) {
    assertThatThrownBy(() -> text.lines(limits))
        .isInstanceOf(NotASheetException.class)
        .hasMessageContaining(words);
  }

  @Test
  void reads_texts_of_every_kind() throws IOException {
    var book =
        XlsxBook.of(
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
                    + "<row><c t=\"s\"><v>2</v></c>"
                    + text("B2", "a &amp; b &#x41;<!-- no --><![CDATA[<x>]]]]>")
                    + "<c r=\"C2\" t=\"str\"><f>A1</f><v>a_x000D_b</v></c>"
                    + "<c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" t=\"e\"><v>#N/A</v></c></row>")
            .texts(
                "<si><t>url</t></si><si/>"
                    + "<si><r><rPr><b/></rPr><t>https://</t></r><r><t xml:space=\"preserve\">a.example</t></r>"
                    + "<rPh sb=\"0\"><t>no</t></rPh></si>");

    assertThat(rows(book))
        .containsExactly(
            List.of("url"), List.of("https://a.example", "a & b A<x>]]", "a\rb", "TRUE", "#N/A"));
  }

  @Test
  void shows_numbers_and_dates_as_people_see_them() throws IOException {
    var book =
        XlsxBook.of(
                "<row><c><v>4930123456</v></c><c><v>0.30000000000000004</v></c><c><v>1E3</v></c>"
                    + "<c s=\"0\"><v>1.5</v></c><c s=\"1\"><v>45292</v></c><c s=\"2\"><v>45292.5</v></c>"
                    + "<c s=\"3\"><v>1067</v></c><c s=\"4\"><v>0.125</v></c><c s=\"5\"><v>1234.5</v></c>"
                    + "<c s=\"6\"><v>0.75</v></c><c s=\"7\"><v>7</v></c><c s=\"99\"><v>2.5</v></c></row>")
            .styles(
                "<numFmt numFmtId=\"164\" formatCode=\"00000\"/>"
                    + "<numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy\\ hh:mm;@\"/>"
                    + "<numFmt numFmtId=\"166\" formatCode=\"0&quot; days&quot;\"/>",
                0,
                14,
                165,
                164,
                10,
                4,
                20,
                166);

    assertThat(rows(book).get(0))
        .containsExactly(
            "4930123456",
            "0.3",
            "1000",
            "1.5",
            "2024-01-01",
            "2024-01-01 12:00:00",
            "01067",
            "12.50%",
            "1234.50",
            "18:00:00",
            "7",
            "2.5");
  }

  @Test
  void counts_days_from_1904_where_the_workbook_does() throws IOException {
    var book = XlsxBook.of("<row><c s=\"0\"><v>0</v></c><c s=\"0\"><v>43830</v></c></row>");

    assertThat(rows(book.styles("", 14).from1904()))
        .containsExactly(List.of("1904-01-01", "2024-01-01"));
  }

  @Test
  void takes_the_first_sheet_that_is_shown_and_names_the_others() throws IOException {
    var book =
        new XlsxBook()
            .sheet("Secret", "hidden", "<row>" + text("A1", "no") + "</row>")
            .sheet("Sites &amp; co", "", "<row>" + text("A1", "a.example") + "</row>")
            .sheet("Lists", "veryHidden", "")
            .sheet("More", "visible", "");

    assertThat(rows(book)).containsExactly(List.of("a.example"));
    assertThat(book.text().format())
        .isEqualTo(new SheetFormat.Xlsx("Sites & co", List.of("More"), List.of("Secret", "Lists")));
  }

  @Test
  void a_workbook_whose_sheets_are_all_hidden_is_refused() {
    var book = new XlsxBook().sheet("Secret", "hidden", "<row>" + text("A1", "no") + "</row>");

    refused(book.text(), SheetText.LIMITS, "no sheet that is shown");
  }

  @Test
  void a_formula_without_its_value_is_told_but_one_that_is_a_link() throws IOException {
    var lines =
        XlsxBook.of(
                "<row>"
                    + text("A1", "url")
                    + text("B1", "name")
                    + "</row>"
                    + "<row><c r=\"A2\"><f>\"a\"&amp;\".example\"</f></c>"
                    + text("B2", "A")
                    + "</row>"
                    + "<row><c r=\"A3\"><f>HYPERLINK(\"https://b.example\",\"B\")</f></c></row>"
                    + "<row><c r=\"A4\" t=\"str\"><f>B1</f><v></v></c>"
                    + text("B4", "C")
                    + "</row>")
            .text()
            .lines();

    assertThat(((SheetRow) lines.get(1)).uncalculated().get(0)).isTrue();
    assertThat(((SheetRow) lines.get(2)).cells()).containsExactly("https://b.example");
    assertThat(((SheetRow) lines.get(3)).uncalculated().isEmpty()).isTrue();
  }

  @Test
  void a_million_blank_rows_are_passed_over() throws IOException {
    var rows = new StringBuilder("<row r=\"1\">" + text("A1", "url") + "</row>");
    for (int i = 2; i <= 1_000_000; i++) {
      rows.append("<row r=\"")
          .append(i)
          .append("\" spans=\"1:3\" s=\"1\"><c r=\"A1\" s=\"2\"/></row>");
    }
    rows.append("<row r=\"1000001\">" + text("A1000001", "a.example") + "</row>");
    var text = XlsxBook.of(rows.toString()).text();
    long before = System.nanoTime();

    assertThat(text.lines()).extracting(SheetLine::line).containsExactly(1L, 1_000_001L);
    assertThat((System.nanoTime() - before) / 1_000_000_000.0).isLessThan(20);
  }

  @Test
  void a_row_that_is_too_long_is_bad_and_others_go_on() throws IOException {
    var lines =
        XlsxBook.of(
                "<row>"
                    + text("A1", "x".repeat(40_000))
                    + "</row>"
                    + "<row>"
                    + text("XFD2", "far")
                    + "</row>"
                    + "<row><c t=\"s\"><v>0</v></c></row>"
                    + "<row>"
                    + text("A4", "a.example")
                    + "</row>")
            .texts("<si><t>" + "y".repeat(40_000) + "</t></si>")
            .text();

    assertThat(lines.bad()).containsExactly("1 row_too_long", "2 too_many_cells", "3 row_too_long");
    assertThat(lines.rows()).containsExactly(List.of("a.example"));
  }

  @Test
  void a_bomb_is_refused_by_what_it_says_and_by_what_it_is() {
    var zeros = new byte[200_000_000];
    Arrays.fill(zeros, (byte) ' ');
    var bomb = XlsxBook.of("<row>" + text("A1", "a.example") + "</row>");

    refused(bomb.part("xl/media/image1.png", zeros).text(), SheetText.LIMITS, "packed more than");
    var sheet = new XlsxBook().sheet("S", "", "").part("xl/worksheets/sheet1.xml", zeros).text();
    refused(sheet, SheetText.LIMITS, "packed more than");
    refused(lying(sheet), SheetText.LIMITS, "packed more than");
  }

  /** Says in its directory that what is large has 100 bytes. */
  private static SheetText lying(SheetText book) {
    var bytes = book.bytes().clone();
    for (int i = 0; i + 30 < bytes.length; i++) {
      boolean isEntry =
          bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2;
      if (isEntry && bytes[i + 27] != 0) {
        bytes[i + 24] = 100;
        bytes[i + 25] = 0;
        bytes[i + 26] = 0;
        bytes[i + 27] = 0;
      }
    }
    return new SheetText("sites.xlsx", bytes);
  }

  @Test
  void limits_hold_for_all_parts_together_and_for_their_number() {
    var book = XlsxBook.of("<row>" + text("A1", "a.example") + "</row>");
    book.part("xl/media/1.bin", new byte[600_000]).part("xl/media/2.bin", new byte[600_000]);
    var small = new SheetLimits(100_000, 1_000_000, 100_000, 100, 10, 100, 1000);

    refused(book.text(), small, "unpacked it has more than 1000000 bytes");
    for (int i = 0; i < 100; i++) {
      book.part("xl/media/" + i + ".txt", "");
    }
    refused(book.text(), small, "more than 100 files");
  }

  @Test
  void a_text_that_is_in_a_million_cells_is_counted_in_each() throws IOException {
    var row = "<row>" + "<c t=\"s\"><v>0</v></c>".repeat(30) + "</row>";
    var book = XlsxBook.of(row.repeat(50)).texts("<si><t>" + "x".repeat(1000) + "</t></si>");
    var small = new SheetLimits(100_000, 1_000_000, 1000, 100, 100, 1000, 100_000);

    refused(book.text(), small, "unpacked it has more than 1000000 bytes");
    assertThat(book.text().rows()).hasSize(50);
  }

  @Test
  void attributes_and_texts_without_end_take_no_memory() throws IOException {
    var huge = "x".repeat(5_000_000);

    refused(XlsxBook.of("<row spans=\"" + huge + "\"/>").text(), SheetText.LIMITS, "damaged");
    assertThat(
            XlsxBook.of(
                    "<row>" + text("A1", huge) + "</row>" + "<row>" + text("A2", "b") + "</row>")
                .text()
                .bad())
        .containsExactly("1 row_too_long");
  }

  @Test
  void entities_of_its_own_are_refused() {
    var declared =
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row>"
            + text("A1", "&a;")
            + "</row></sheetData></worksheet>";
    var book = new XlsxBook().sheet("S", "", "");

    refused(book.part("xl/worksheets/sheet1.xml", declared).text(), SheetText.LIMITS, "damaged");
    refused(
        XlsxBook.of("<row>" + text("A1", "&a;") + "</row>").text(), SheetText.LIMITS, "damaged");
  }

  @Test
  void what_is_cut_off_or_changed_is_refused_and_not_read_as_if_it_were_whole() {
    var rows = new StringBuilder();
    for (int i = 1; i < 2000; i++) {
      rows.append("<row>").append(text("A" + i, "host" + i * 7919 + ".example")).append("</row>");
    }
    var bytes = XlsxBook.of(rows.toString()).text().bytes();
    var changed = bytes.clone();
    changed[bytes.length / 3] ^= 0x10;

    refused(
        new SheetText("cut.xlsx", Arrays.copyOf(bytes, bytes.length / 2)),
        SheetText.LIMITS,
        "damaged");
    refused(new SheetText("changed.xlsx", changed), SheetText.LIMITS, "damaged");
    refused(changedInside(bytes), SheetText.LIMITS, "damaged");
    var ends = new XlsxBook().sheet("S", "", "");
    ends.part(
        "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>" + text("A1", "a") + "</row>");
    refused(ends.text(), SheetText.LIMITS, "damaged");
  }

  /** One letter of a part that is not packed, which only its sum tells. */
  private static SheetText changedInside(byte[] book) {
    var text = new SheetText("sites.xlsx", XlsxBook.unpacked(book));
    int at = new String(text.bytes(), StandardCharsets.ISO_8859_1).indexOf("host7919.example");
    text.bytes()[at] = 'g';
    return text;
  }

  @Test
  void texts_beyond_what_memory_holds_are_found_again() throws IOException {
    try (var texts = new SharedStrings()) {
      var filler = "ü".repeat(2000);
      for (int i = 0; i < 10_000; i++) {
        texts.add(i % 1000 == 999 ? null : i + filler);
      }
      for (int i = 0; i < 10_000; i += 7) {
        int other = i * 31 % 10_000;
        assertThat(texts.get(other)).isEqualTo(other % 1000 == 999 ? null : other + filler);
      }
    }
  }
}
