package io.sluice.page;

import static io.sluice.page.MadePages.WORDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page costs only itself, whatever is in it: so much work, and so much that is kept. */
class HostilePagesTest {
  private static final int MEGABYTES = 5 << 20;

  /** Of work; the worst one takes a tenth of it. */
  private static final long NANOSECONDS = 8_000_000_000L;

  private static final int ROUNDS = Integer.getInteger("fuzz.pages", 1000);

  private record Hostile(String name, byte[] body) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Hostile> pages() {
    return List.of(
        filled("deep elements", at -> "<div>"),
        filled("deep inline elements", at -> "<b><i><a href=x>"),
        filled("deep tables", at -> "<table><tr><td>"),
        filled("deep lists", at -> "<ul><li>x"),
        filled("deep microdata", at -> "<div itemscope itemtype=x/Organization itemprop=name>n"),
        filled("deep labels", at -> "<label>n<input name=a>"),
        filled("deep forms of fonts", at -> "<font size=" + at + "><p>"),
        new Hostile(
            "a million attributes", ("<p " + numbered("a%d=1 ", 700_000) + ">").getBytes(UTF_8)),
        filled("attributes", at -> "<p a=1 b=2 c=3 d=4 class='x y z' id=" + at + ">"),
        filled("entities", at -> "&amp;&#65;&nbsp;&notit;&#x110000;"),
        filled("an entity without an end", at -> "&#1"),
        filled("comments", at -> "<!---->"),
        filled("tags without an end", at -> "<a href='"),
        filled("brackets", at -> "<"),
        filled("mail addresses", at -> "info@a" + at + ".de "),
        filled("signs of mail", at -> "@a.@"),
        filled("mail written out", at -> "<p>a.b [at] c (at) d"),
        filled("numbers", at -> "<p>Tel +49 40 " + (1_000_000 + at) + " 040/" + at + " ("),
        filled("digits", at -> "0 1-2/"),
        filled("addresses", at -> "<p>Street " + at + ", 12345 Town " + at + " Road"),
        filled("names of streets", at -> "<p>Long Road Of Many Names And Words 1 Of That, "),
        filled("copyright", at -> "<p>© (c) copyright 2024 by © "),
        filled("links", at -> "<a href=/contact/" + at + ">Contact about us</a>"),
        filled("links to networks", at -> "<a href=https://facebook.com/" + at + "/share>f</a>"),
        filled("options", at -> "<form><select><option>" + at),
        filled("styles", at -> "<p style='font-size : 0 font-size:0 " + " ".repeat(300) + "'>x"),
        filled("scripts", at -> "<script>document.write('" + at + "')</script>"),
        filled("JSON in depth", at -> at == 0 ? "<script type=application/ld+json>" : "[{\"a\":"),
        filled(
            "JSON with types",
            at ->
                "<script type=application/ld+json>{\"@type\":\"Organization\",\"name\":\"x\"}</script>"),
        filled("metas", at -> "<meta name=robots content='" + "a:b,".repeat(200) + "'>"),
        filled("cards", at -> "<div class='vcard street-address locality'>x"),
        filled(
            "encoded mail links",
            at -> "<a href='mailto:" + ("a" + at + "%40b.de,").repeat(80) + "'>x</a>"),
        filled(
            "languages", at -> "<meta http-equiv=content-language content='" + "e".repeat(9_000)),
        filled("frames", at -> "<iframe src=/" + at + "></iframe>"),
        filled("tags that are none", at -> "</p></b></i><svg><math>"),
        random());
  }

  private static Hostile filled(String name, IntFunction<String> piece) {
    var page = new StringBuilder("<!doctype html><html><body>");
    for (int at = 0; page.length() < MEGABYTES; at++) {
      page.append(piece.apply(at));
    }
    return new Hostile(name, page.toString().getBytes(UTF_8));
  }

  private static String numbered(String form, int count) {
    var all = new StringBuilder();
    for (int at = 0; at < count; at++) {
      all.append(form.formatted(at % 100_000));
    }
    return all.toString();
  }

  private static Hostile random() {
    var body = new byte[MEGABYTES];
    new Random(7).nextBytes(body);
    return new Hostile("random bytes", body);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_hostile_page_costs_only_itself(Hostile hostile) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    var page =
        new FetchedPage(
            MadePages.HOME, 200, Map.of("content-type", "text/html"), hostile.body(), false);
    var facts = MadePages.READER.read(page);
    SitePages.of(facts);
    var json = SiteFacts.of(List.of(facts)).json();
    long took = threads.getCurrentThreadCpuTime() - before;
    assertThat(took).as("nanoseconds").isLessThan(NANOSECONDS);
    assertThat(json.length()).isLessThan(60_000);
    assertThat(facts.sign()).doesNotContain("could not be read");
    assertThat(facts.links().size()).isLessThanOrEqualTo(400);
  }

  @Test
  void headers_cost_only_themselves_too() {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    var blank = " ".repeat(130_000);
    var headers =
        Map.of(
            "content-type", "text/html; charset=" + blank + "!",
            "x-robots-tag", "a" + blank + "b, noindex");
    var facts =
        MadePages.READER.read(
            new FetchedPage(MadePages.HOME, 200, headers, WORDS.getBytes(UTF_8), false));
    assertThat(threads.getCurrentThreadCpuTime() - before)
        .as("nanoseconds")
        .isLessThan(NANOSECONDS);
    assertThat(facts.permissions().noindex()).isTrue();
  }

  @Test
  void a_large_page_is_read_to_its_bound_and_says_so() {
    var page = new StringBuilder("<!doctype html><title>Large</title>" + WORDS);
    while (page.length() < MEGABYTES) {
      page.append("<div class=x data-y='").append("z".repeat(500)).append("'></div>\n");
    }
    var facts = MadePages.html(page.toString());
    assertThat(facts.state()).isEqualTo(PageState.GOOD);
    assertThat(facts.cutBy()).isEqualTo("characters");
    assertThat(MadePages.body("<p>x".repeat(100_000)).cutBy()).isEqualTo("elements");
    var cut =
        new FetchedPage(MadePages.HOME, 200, Map.of(), ("<html>" + WORDS).getBytes(UTF_8), true);
    assertThat(MadePages.READER.read(cut).cutBy()).isEqualTo("body");
  }

  @Test
  void any_bytes_are_read() {
    var random = new Random(11);
    var base =
        ("<html><head><title>x</title><meta charset=utf-8></head><body>"
                + WORDS
                + "<a href=/contact>Contact</a><form><input name=a><textarea name=b></textarea></form>"
                + "<p>Tel +49 40 31794620 info@a.de Hafenstraße 12, 20359 Hamburg</p></body></html>")
            .getBytes(UTF_8);
    for (int round = 0; round < ROUNDS; round++) {
      var body = base.clone();
      for (int change = random.nextInt(20); change >= 0; change--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      var facts =
          MadePages.READER.read(
              new FetchedPage(
                  MadePages.HOME, 200, Map.of("content-type", "text/html"), body, false),
              true,
              Optional.empty());
      assertThat(facts.sign()).as("round %d", round).doesNotContain("could not be read");
      SitePages.of(facts);
      assertThat(SiteFacts.of(List.of(facts)).json()).isNotEmpty();
    }
  }
}
