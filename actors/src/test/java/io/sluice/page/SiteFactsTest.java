package io.sluice.page;

import static io.sluice.page.MadePages.WORDS;
import static io.sluice.page.MadePages.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a site says on several pages. */
class SiteFactsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI CONTACT = MadePages.HOME.resolve("/contact");

  private static PageFacts contact(String html) {
    return MadePages.READER.read(MadePages.page(CONTACT, html));
  }

  @Test
  void each_value_has_the_page_where_it_was_found() throws JsonProcessingException {
    var home =
        html(
            "<html lang=en><title>Tables | Bergmann Moebel</title><meta name=description content='Of oak'>"
                + WORDS
                + "<a href=mailto:info@bergmann-moebel.de>m</a>");
    var contact =
        contact(
            "<title>Contact</title><meta property=og:site_name content=Bergmann><p>Tel +49 40 31794620,"
                + " info@bergmann-moebel.de</p><form><input name=n><textarea name=t></textarea></form>"
                + "<meta name=robots content=noai>");
    var facts = SiteFacts.of(List.of(home, contact));
    var json = JSON.readTree(facts.json());
    assertThat(json.at("/title/value").asText()).isEqualTo("Tables | Bergmann Moebel");
    assertThat(json.at("/title/page").asText()).isEqualTo(MadePages.HOME.toString());
    assertThat(json.at("/company/value").asText()).isEqualTo("Bergmann");
    assertThat(json.at("/company/rule").asText()).isEqualTo("og:site_name");
    assertThat(json.at("/company/page").asText()).isEqualTo(CONTACT.toString());
    assertThat(json.at("/phones/0/page").asText()).isEqualTo(CONTACT.toString());
    assertThat(json.at("/emails")).hasSize(1);
    assertThat(json.at("/emails/0/page").asText()).isEqualTo(MadePages.HOME.toString());
    assertThat(json.at("/contact_forms/0/value").asText()).isEqualTo(CONTACT.toString());
    assertThat(Permissions.read(json.path("permissions"))).isEqualTo(facts.permissions());
    assertThat(facts.permissions().noai()).isTrue();
    assertThat(json.at("/state").asText()).isEqualTo("good");
    assertThat(json.at("/pages/1/state").asText()).isEqualTo("thin");
  }

  @Test
  void the_same_pages_give_the_same_json() {
    var html = "<title>x</title>" + WORDS.repeat(3) + "<p>Tel +49 40 31794620</p>";
    var once = SiteFacts.of(List.of(html(html))).json();
    assertThat(SiteFacts.of(List.of(html(html))).json()).isEqualTo(once);
  }

  @Test
  void pages_that_are_not_the_sites_own_tell_nothing() throws JsonProcessingException {
    var parked = html("<title>Buy this domain</title><p>Call +1 212 736 5000</p>");
    var facts = SiteFacts.of(List.of(parked));
    assertThat(facts.state()).isEqualTo(PageState.PARKED);
    assertThat(JSON.readTree(facts.json()).fieldNames())
        .toIterable()
        .containsExactly("state", "pages", "permissions");
  }

  @Test
  void a_frameset_is_as_good_as_what_stands_in_it() {
    var frames = html("<frameset><frame src=/contact></frameset>");
    assertThat(SiteFacts.of(List.of(frames)).state()).isEqualTo(PageState.THIN);
    assertThat(SiteFacts.of(List.of(frames, contact(WORDS))).state()).isEqualTo(PageState.GOOD);
  }

  @Test
  void json_is_bounded_and_without_signs_that_do_harm() {
    var evil = "\u0000\u202E\u2066\uD800\u0007\u200B\uFEFF<b>\"x\" ";
    var html =
        new StringBuilder("<html lang='" + evil + "'><title>" + evil.repeat(500) + "</title>");
    html.append("<meta name=description content='").append("y ".repeat(50_000)).append("'>");
    html.append("<script type=application/ld+json>{\"@graph\":[");
    for (int at = 0; at < 500; at++) {
      html.append("{\"@type\":\"Organization\",\"name\":\"n").append(at);
      html.append(evil.replaceAll("[\"\u0000]", "").repeat(100)).append("\"},");
    }
    html.append("{}]}</script>").append(WORDS.repeat(500));
    for (int at = 0; at < 3_000; at++) {
      html.append("<p>Part ").append(at).append(" of all that there is to be said about oak.</p>");
      html.append("<p>info")
          .append(at % 7)
          .append("@a")
          .append(at)
          .append(".de +49 40 31794")
          .append(at % 900 + 100);
      html.append("<a href=https://www.facebook.com/n").append(at).append(">f</a></p>");
      html.append("<form><input name=a")
          .append("z".repeat(300))
          .append("><textarea name=b></textarea>");
      html.append("<input name=c>".repeat(30)).append("</form>");
    }
    var home = html(html.toString());
    var facts = SiteFacts.of(List.of(home, home, home));
    assertThat(facts.json().length()).isBetween(10_000, 60_000);
    assertThat(facts.json()).doesNotContainPattern("[\\p{Cc}\u202E\u2066\u200B\uFEFF]");
    assertThat(facts.json()).doesNotContain("\\u0000");
    assertThat(facts.json().chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
  }

  @Test
  void json_is_bounded_where_all_that_may_be_fullis() {
    var full = "\"\\".repeat(1_000);
    var html =
        new StringBuilder(
            "<title>" + full + "</title><meta name=description content='" + full + "'>");
    for (int at = 0; at < 60; at++) {
      var json = new StringBuilder("{\"@type\":\"Organization\"");
      for (var field : SchemaReader.FIELDS) {
        json.append(",\"")
            .append(field)
            .append("\":\"")
            .append(at)
            .append("\\\"".repeat(300))
            .append('"');
      }
      json.append(",\"address\":{\"streetAddress\":\"").append(at).append("\\\"".repeat(300));
      json.append("\",\"addressLocality\":\"").append("\\\"".repeat(300)).append("\"}}");
      html.append("<script type=application/ld+json>").append(json).append("</script>");
      html.append("<form action='/")
          .append(at)
          .append("x".repeat(900))
          .append("'><textarea name=t></textarea>");
      html.append(("<input name='" + full + "' placeholder='" + full + "'>").repeat(60))
          .append("</form>");
      html.append("<a href='https://www.facebook.com/n")
          .append(at)
          .append("x".repeat(250))
          .append("'>f</a>");
      html.append("<p>info@a").append(at).append("x".repeat(50)).append(".de").append("</p>");
    }
    html.append(WORDS.repeat(300));
    var address = URI.create("https://a.de/" + "x".repeat(5_000));
    var page = MadePages.READER.read(MadePages.page(address, html.toString()));
    var other = MadePages.READER.read(MadePages.page(CONTACT, html.toString()));
    assertThat(SiteFacts.of(List.of(page, other, page)).json().length()).isBetween(20_000, 100_000);
  }

  @Test
  void text_is_cut_between_characters() {
    assertThat(CleanText.line("ab\uD83D\uDE00c", 3)).isEqualTo("ab");
    assertThat(CleanText.line("ab\uD83D\uDE00c", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(CleanText.line(" a \n\t\u00A0 b\u3000", 9)).isEqualTo("a b");
    assertThat(CleanText.line(null, 9)).isEmpty();
  }
}
