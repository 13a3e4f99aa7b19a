package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent, there is an answer or a refusal, soon. */
class SheetFuzzTest {
  private static final int FILES = Integer.getInteger("fuzz.sheets", 800);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final int MOST_SECONDS = 10;
  private static final String SIGNS = "a.,;|\t\"\r\n\0 é€=<>&;/:@%?#x1";

  private final Random random = new Random(SEED);

  @Test
  void every_file_is_read_or_refused() {
    var csv = "name,url\r\n\"A \"\"x\"\"\",a.example\r\nB,\"b.exa\nmple\"\r\n".repeat(20);
    var book =
        XlsxBook.of(
                ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45000.5</v></c>"
                        + "<c t=\"inlineStr\"><is><t>b.example&amp;</t></is></c></row>")
                    .repeat(20))
            .texts("<si><t>a.example</t></si>")
            .styles("<numFmt numFmtId=\"164\" formatCode=\"0.0#%\"/>", 14, 164);
    var seeds = List.of(csv.getBytes(StandardCharsets.UTF_8), book.text().bytes());
    for (int i = 0; i < FILES; i++) {
      var bytes = i % 3 == 0 ? random() : mutated(seeds.get(i % 2));
      check(bytes, "seed " + SEED + ", file " + i);
    }
  }

  @Test
  void every_sheet_of_a_workbook_is_read_or_refused() {
    var row =
        "<row r=\"1\"><c r=\"A1\" t=\"s\" s='1'><f>A&amp;1</f><v>0</v></c><!-- x --><![CDATA[]]></row>";
    for (int i = 0; i < FILES; i++) {
      var xml = ("<worksheet><sheetData>" + row.repeat(3) + "</sheetData></worksheet>");
      var book = XlsxBook.of("").texts("<si><t>a.example</t></si>");
      var bytes = mutated(xml.getBytes(StandardCharsets.UTF_8));
      check(
          book.part("xl/worksheets/sheet1.xml", bytes).text().bytes(),
          "seed " + SEED + ", sheet " + i);
    }
  }

  @Test
  void every_cell_is_an_address_or_none() throws NotAnAddressException {
    for (int i = 0; i < 50 * FILES; i++) {
      var cell = text(random.nextInt(40));
      try {
        var address = SiteAddress.of(cell);
        assertThat(address.address()).as(cell).matches("https?://[a-z0-9._-]+(:\\d+)?/[!-~]*");
        assertThat(SiteAddress.of(address.address()).host()).isEqualTo(address.host());
        assertThat(address.host()).endsWith(address.registrableDomain());
      } catch (NotAnAddressException e) {
        assertThat(e.reason()).as(cell).matches("[a-z_]+");
      }
    }
  }

  /** Far more than the reader keeps, so that it goes back near the edge of that too. */
  @Test
  void every_line_of_a_long_text_with_faults_is_told_once() throws IOException {
    for (var end : List.of("\n", "\r\n", "\r")) {
      var text = new StringBuilder("name,url" + end);
      var expected = new StringBuilder("1 name ");
      for (int line = 2; line < 120_000; line++) {
        var name = "n" + random.nextInt(1 << random.nextInt(30));
        int kind = random.nextInt(40);
        var cell =
            kind == 0
                ? "\"" + name + "\" and " + "x".repeat(random.nextInt(500))
                : kind == 1 ? "\"" + name : kind == 2 ? "\"" + name + "\"" : name;
        text.append(cell).append(",a.example").append(end);
        var read = kind == 1 ? "quote_not_closed" : cell.replace("\"", "");
        expected.append(line).append(' ').append(read).append(' ');
      }
      var read = new StringBuilder();
      for (var line : SheetText.of(text.toString()).lines()) {
        read.append(line.line()).append(' ');
        read.append(line instanceof SheetRow row ? row.cell(0) : ((BadRow) line).reason());
        read.append(' ');
      }
      assertThat(read.toString().equals(expected.toString()))
          .as("seed " + SEED + ", from " + difference(read, expected))
          .isTrue();
    }
  }

  private static String difference(StringBuilder read, StringBuilder expected) {
    int at = 0;
    int end = Math.min(read.length(), expected.length());
    while (at < end && read.charAt(at) == expected.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 20);
    return read.substring(from, Math.min(read.length(), at + 60))
        + " / "
        + expected.substring(from, Math.min(expected.length(), at + 60));
  }

  private byte[] random() {
    if (random.nextBoolean()) {
      return text(random.nextInt(2000)).getBytes(StandardCharsets.UTF_8);
    }
    var bytes = new byte[random.nextInt(2000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return text.toString();
  }

  private byte[] mutated(byte[] seed) {
    int length = random.nextInt(4) == 0 ? random.nextInt(seed.length) : seed.length;
    var bytes = Arrays.copyOf(seed, length);
    for (int n = random.nextInt(8); n >= 0 && length > 0; n--) {
      int at = random.nextInt(length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) SIGNS.charAt(random.nextInt(SIGNS.length()))
              : (byte) random.nextInt();
    }
    return bytes;
  }

  private static void check(byte[] bytes, String which) {
    long before = System.nanoTime();
    var text = new SheetText("fuzz", bytes);
    try (var sheet = Sheet.of(text, SheetText.LIMITS);
        var lines = sheet.lines()) {
      var columns = WebsiteColumns.of(sheet, Optional.empty());
      long last = 0;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof SheetRow row && columns.isOfWebsite(row)) {
          columns.row(row).cells().forEach(cell -> assertThat(cell).doesNotContain("\0"));
        }
        last = line.get().line();
        assertThat(last).as(which).isNotNegative();
      }
    } catch (NotASheetException e) {
      assertThat(e.getMessage()).as(which).isNotBlank();
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(which, e);
    }
    assertThat((System.nanoTime() - before) / 1_000_000_000.0).as(which).isLessThan(MOST_SECONDS);
  }
}
