package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.Pages.text;
import static io.sluice.telegram.preview.Pages.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostTextTest {
  private static final String ANCHOR =
      "<i class=\"emoji\" style=\"background-image:url('//e.org/e.png')\"><b>⚓</b></i>";

  @Test
  void breaks_are_lines_and_plain_text_has_no_entities() {
    var post = text("  one<br/>two<br><br>three &amp; <span>four</span> \n");

    assertThat(post.text()).isEqualTo("one\ntwo\n\nthree & four");
    assertThat(post.entities()).isNull();
  }

  @Test
  void text_within_itself_is_there_once() {
    assertThat(text(textOf("caption<br>of an album")).text()).isEqualTo("caption\nof an album");
  }

  @Test
  void an_emoji_is_its_character_once_and_no_formatting() {
    var post = text("a" + ANCHOR + "b<tg-emoji emoji-id=\"5\">" + ANCHOR + "</tg-emoji>c");

    assertThat(post.text()).isEqualTo("a⚓b⚓c");
    assertThat(post.entities()).isNull();
    assertThat(text("<b>a" + ANCHOR + "b</b>").entities())
        .isEqualTo("[{\"type\":\"bold\",\"text\":\"a⚓b\"}]");
  }

  @ParameterizedTest
  @CsvSource({
    "b, bold",
    "strong, bold",
    "i, italic",
    "em, italic",
    "u, underline",
    "s, strikethrough",
    "del, strikethrough",
    "tg-spoiler, spoiler",
    "code, code",
  })
  void formatted_pieces_are_told_as_exports_tell_them(String element, String type) {
    var post = text("one <%s>two</%s> three".formatted(element, element));

    assertThat(post.text()).isEqualTo("one two three");
    assertThat(post.entities())
        .isEqualTo(
            ("[{\"type\":\"plain\",\"text\":\"one \"},{\"type\":\"%s\",\"text\":\"two\"},"
                    + "{\"type\":\"plain\",\"text\":\" three\"}]")
                .formatted(type));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a?b=c#d, here, text_link, https://example.org/a?b=c#d",
    "/other/7, here, text_link, https://t.me/other/7",
    "tg://resolve?domain=other, here, text_link, tg://resolve?domain=other",
    "https://example.org/a, https://example.org/a, link, ",
    "http://example.org/, Example.org, link, ",
    "?q=%23ships, #ships, hashtag, ",
    "https://t.me/s/harbour_news?q=%23ships, #ships, hashtag, ",
    "https://example.org/?q=%23ships, ships, text_link, https://example.org/?q=%23ships",
    "?q=%24SEA, $SEA, cashtag, ",
    "https://t.me/Other, @other, mention, ",
    "https://t.me/another, @other, text_link, https://t.me/another",
    "mailto:a@example.org, a@example.org, email, ",
    "tel:+4312345, +4312345, phone, ",
  })
  void links_are_told_by_where_they_lead(String to, String shown, String type, String href) {
    var post = text("<b><a href=\"%s\">%s</a></b>".formatted(to, shown));

    assertThat(post.text()).isEqualTo(shown);
    assertThat(post.entities())
        .isEqualTo(
            "[{\"type\":\"%s\",\"text\":\"%s\"%s}]"
                .formatted(type, shown, href == null ? "" : ",\"href\":\"" + href + "\""));
  }

  @Test
  void a_link_keeps_what_is_bold_in_it_and_two_links_are_two() {
    assertThat(text("<a href=\"//a.org/\">x<b>y</b></a><a href=\"//a.org/\">z</a>").entities())
        .isEqualTo(
            "[{\"type\":\"text_link\",\"text\":\"xy\",\"href\":\"https://a.org/\"},"
                + "{\"type\":\"text_link\",\"text\":\"z\",\"href\":\"https://a.org/\"}]");
  }

  @Test
  void quotes_and_listings_are_lines_of_their_own() {
    var post = text("he said<blockquote>aye</blockquote>and<pre><code>a\n  b</code></pre><br>end");

    assertThat(post.text()).isEqualTo("he said\naye\nand\na\n  b\nend");
    assertThat(post.entities())
        .contains("{\"type\":\"blockquote\",\"text\":\"aye\"}")
        .contains("{\"type\":\"pre\",\"text\":\"a\\n  b\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " <b> x </b> ",
        "<b><i>a</i>b<br></b><br>c",
        "<br><b></b><br><i>a</i><br>",
        "<pre>\n</pre><blockquote><b>q</b>r</blockquote><blockquote>s</blockquote>",
        "a<a>no link</a><tg-spoiler>" + ANCHOR + "<br>x</tg-spoiler>",
        "<i>unclosed <b>twice",
        "<a href=\"http://[broken\">x</a>",
        "\u0000<u>\ud83d</u>\ude00",
      })
  void the_entities_joined_are_the_text(String html) throws JsonProcessingException {
    var post = text(html);

    var joined = new StringBuilder();
    for (var entity : new ObjectMapper().readTree(post.entities())) {
      assertThat(entity.path("text").asText()).isNotEmpty();
      joined.append(entity.path("text").asText());
    }
    assertThat(joined.toString()).isEqualTo(post.text()).isEqualTo(post.text().strip());
  }

  @Test
  void a_text_of_blanks_is_empty() {
    assertThat(text(" <b> <br> </b> ").text()).isEmpty();
    assertThat(text(" <b> <br> </b> ").entities()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?a=1&amp;amp;b=2 | ?a=1&b=2",
        "?a=1&amp;b=2 | ?a=1&b=2",
        "?q=&amp;quot;x&amp;quot; | ?q=\\\"x\\\"",
        "?amp;b=2 | ?amp;b=2",
      })
  void links_that_ask_before_they_are_opened_are_escaped_twice(String written, String meant) {
    var link = "<a href=\"https://example.org/p%s\" onclick=\"return confirm(this.href)\">%s</a>";

    assertThat(text(link.formatted(written, "here")).entities())
        .isEqualTo(
            "[{\"type\":\"text_link\",\"text\":\"here\",\"href\":\"https://example.org/p%s\"}]"
                .formatted(meant));
  }

  @Test
  void a_link_whose_text_is_its_address_is_a_link_also_when_escaped_twice() {
    var link =
        "<a href=\"https://e.org/?a=1&amp;amp;b=2\" onclick=\"x\">https://e.org/?a=1&amp;b=2</a>";

    assertThat(text(link).entities()).contains("\"type\":\"link\"").doesNotContain("href");
  }

  @Test
  void a_link_that_does_not_ask_is_escaped_once() {
    assertThat(text("<a href=\"https://e.org/?a=1&amp;amp;b=2\">here</a>").entities())
        .contains("\"href\":\"https://e.org/?a=1&amp;b=2\"");
  }
}
