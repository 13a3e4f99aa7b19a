package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebsiteColumnsTest {
  private static WebsiteColumns columns(String text, String wanted) throws IOException {
    try (var sheet = Sheet.of(SheetText.of(text), SheetText.LIMITS)) {
      return WebsiteColumns.of(sheet, Optional.ofNullable(wanted));
    }
  }

  private static List<WebsiteRow> rows(String text, String wanted) throws IOException {
    try (var sheet = Sheet.of(SheetText.of(text), SheetText.LIMITS);
        var lines = sheet.lines()) {
      var columns = WebsiteColumns.of(sheet, Optional.ofNullable(wanted));
      var all = new ArrayList<WebsiteRow>();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof SheetRow row && columns.isOfWebsite(row)) {
          all.add(columns.row(row));
        }
      }
      return all;
    }
  }

  private static void refused(String text, String wanted, String... words) {
    assertThatThrownBy(() -> columns(text, wanted))
        .isInstanceOf(NotASheetException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Website URL",
        "website_url",
        "Website",
        "URL",
        "url",
        "web",
        "domain",
        "homepage",
        " Site ",
        "WEBSITE-URL",
        "\"\ufeffurl\""
      })
  void knows_the_column_of_addresses_by_many_names(String name) throws IOException {
    var columns = columns("id," + name + "\n1,a.example\n", null);

    assertThat(columns.address()).isEqualTo(1);
    assertThat(columns.headerLine()).isEqualTo(1);
  }

  @Test
  void gives_what_a_row_says_of_a_website() throws IOException {
    assertThat(
            rows(
                "Company Name;Website_URL;Contact Form URL;Industry;Note\n"
                    + "A Ltd;a.example;a.example/contact;Pipes;x\n\nB;b.example\n",
                null))
        .containsExactly(
            new WebsiteRow(
                2,
                "a.example",
                "a.example/contact",
                "A Ltd",
                "Pipes",
                List.of("A Ltd", "a.example", "a.example/contact", "Pipes", "x")),
            new WebsiteRow(4, "b.example", "", "B", "", List.of("B", "b.example")));
  }

  @Test
  void what_the_user_says_wins() throws IOException {
    var text = "url,shop link,shop link,3\na.example,b.example,c.example,d.example\n";

    assertThat(columns(text, "2").address()).isEqualTo(1);
    assertThat(columns(text, "URL ").address()).isZero();
    assertThat(columns(text, "3").address()).isEqualTo(3);
    refused(text, "shop_link", "more than one column shop_link", "2 or 3");
    refused(text, "9", "no column 9", "it has 4");
    refused(text, "shop", "no column \"shop\"", "\"url\", \"shop link\"");
    refused(text, "0", "no column 0");
  }

  @Test
  void of_two_that_could_be_it_takes_the_one_that_holds_addresses() throws IOException {
    assertThat(columns("Website,URL\nour shop,a.example\nblog,b.example\n", null).address())
        .isEqualTo(1);
    refused(
        "Website,URL\na.example,b.example\n",
        null,
        "\"Website\" and \"URL\"",
        "--url-column",
        "1 or 2");
    refused("Website,URL\nx,y\n", null, "\"Website\" and \"URL\"", "--url-column");
    refused("url,url\na.example,b.example\n", null, "1 or 2");
  }

  @Test
  void a_list_without_such_a_column_is_told_what_it_has() {
    refused(
        "name,city\nA,B\n",
        null,
        "no column with the addresses",
        "\"name\", \"city\"",
        "--url-column");
    refused("name,Сайт\nA,a.example\n", null, "addresses are in \"Сайт\"");
  }

  @Test
  void addresses_without_a_header_are_a_list() throws IOException {
    assertThat(rows("a.example\nb.example\n", null))
        .extracting(WebsiteRow::address)
        .containsExactly("a.example", "b.example");
    assertThat(rows("A,https://a.example\nB,https://b.example\n", null))
        .extracting(WebsiteRow::line)
        .containsExactly(1L, 2L);
    assertThat(rows("A,a.example,x.example\nB,b.example,y.example\n", "3"))
        .extracting(WebsiteRow::address)
        .containsExactly("x.example", "y.example");
    refused("a.example,x.example\nb.example,y.example\n", null, "1 or 2", "--url-column");
  }

  @Test
  void a_header_that_is_one_short_names_what_it_means() throws IOException {
    assertThat(columns("name,url\n1,A,a.example\n2,B,b.example\n", null))
        .satisfies(c -> assertThat(c.address()).isEqualTo(2))
        .satisfies(c -> assertThat(c.names()).containsExactly("", "name", "url"));
    assertThat(columns("name,url\nA,a.example,\nB,b.example,\n", null).address()).isEqualTo(1);
  }

  @Test
  void what_stands_above_the_header_is_no_website() throws IOException {
    assertThat(rows("Our list of 2024\n\nname,url\nA,a.example\n", null))
        .extracting(WebsiteRow::address)
        .containsExactly("a.example");
  }

  @Test
  void every_column_has_a_name_of_its_own() throws IOException {
    assertThat(columns("url,,url,URL_2\na.example,1,2,3\n", "1").distinctNames(5))
        .containsExactly("url", "column_2", "url_2", "URL_2_2", "column_5");
  }

  @Test
  void an_address_that_was_never_calculated_is_a_bad_row() throws IOException {
    var book =
        XlsxBook.of(
            "<row><c t=\"str\"><v>url</v></c><c t=\"str\"><v>n</v></c></row>"
                + "<row><c><f>A1</f></c><c><v>1</v></c></row>"
                + "<row><c t=\"str\"><v>a.example</v></c><c><f>A1</f></c></row>");
    try (var sheet = Sheet.of(book.text(), SheetText.LIMITS)) {
      var columns = WebsiteColumns.of(sheet, Optional.empty());

      assertThat(columns.refusal(sheet.beginning().get(1)).map(BadRow::reason))
          .contains("formula_without_value");
      assertThat(columns.refusal(sheet.beginning().get(2))).isEmpty();
    }
  }
}
