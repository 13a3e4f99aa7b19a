package io.sluice.tests.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.page.FetchedPage;
import io.sluice.page.PageReader;
import io.sluice.page.PageSettings;
import io.sluice.page.SiteFacts;
import io.sluice.page.SitePages;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;

/**
 * Reads made-up home pages of several sizes again and again on one thread, and prints how much of a
 * core that takes: parsed alone, with all facts, and down to their JSON.
 */
final class PageBench {
  private static final URI ADDRESS = URI.create("https://www.bergmann-moebel.de/");
  private static final int ROUNDS = 9;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final PageReader READER = new PageReader(new PageSettings(20, 6_000, false));

  private PageBench() {}

  /**
   * Arguments: how many pages of each size are read in a round, and a directory that is not used.
   */
  public static void main(String[] args) {
    int pages = Integer.parseInt(args[0]);
    System.out.printf(
        "home pages, %d in each of %d rounds, CPU ms a page on one thread; median, least%n%n",
        pages, ROUNDS);
    System.out.printf(
        "%6s %9s %8s %18s %18s %18s%n", "KB", "elements", "words", "parsed", "facts", "and JSON");
    for (int kilobytes : new int[] {20, 50, 100, 200, 500}) {
      var page = page(kilobytes);
      var html = new String(page.body(), UTF_8);
      var facts = READER.read(page);
      System.out.printf(
          "%6d %9d %8d %18s %18s %18s%n",
          page.body().length >> 10,
          Jsoup.parse(html).getAllElements().size(),
          facts.text().words(),
          measured(pages, () -> Jsoup.parse(html)),
          measured(pages, () -> READER.read(page)),
          measured(pages, () -> all(page)));
    }
  }

  private static String all(FetchedPage page) {
    var facts = READER.read(page);
    return SitePages.of(facts) + SiteFacts.of(List.of(facts)).json();
  }

  /** Warmed up by as much again. */
  private static String measured(int pages, Runnable work) {
    var took = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadCpuTime();
      for (int page = 0; page < pages; page++) {
        work.run();
      }
      took[Math.max(0, round)] = (THREADS.getCurrentThreadCpuTime() - before) / 1e6 / pages;
    }
    Arrays.sort(took);
    return "%.2f, %.2f".formatted(took[ROUNDS / 2], took[0]);
  }

  /** As those of small firms are: a third of it styles and scripts, menus, and parts with texts. */
  private static FetchedPage page(int kilobytes) {
    var html = new StringBuilder(HEAD);
    styles(html, kilobytes << 8);
    html.append(
        "</head><body class='home page-template wp-custom-logo'><header class=site-header>");
    menu(html, 40);
    html.append("</header><main id=content>");
    for (int part = 0; html.length() < (kilobytes << 10) - 2_500; part++) {
      part(html, part);
    }
    html.append("</main>").append(FOOT);
    var headers = Map.of("content-type", "text/html; charset=UTF-8");
    return new FetchedPage(ADDRESS, 200, headers, html.toString().getBytes(UTF_8), false);
  }

  private static void styles(StringBuilder html, int length) {
    int end = html.length() + length;
    html.append("<style>");
    for (int at = 0; html.length() < end - length / 2; at++) {
      html.append(".block-").append(at).append("{margin:0 auto;padding:").append(at % 40);
      html.append("px;color:#3a3a3a}\n");
    }
    html.append("</style><script>");
    for (int at = 0; html.length() < end; at++) {
      html.append("window.dataLayer=window.dataLayer||[];function f").append(at);
      html.append("(a,b){return a.push({event:b,value:'x@'+b})}\n");
    }
    html.append("</script>");
  }

  private static void menu(StringBuilder html, int links) {
    html.append("<nav class='main-navigation menu-primary'><ul class=menu>");
    for (int at = 0; at < links; at++) {
      html.append("<li id=menu-item-")
          .append(at)
          .append(" class='menu-item menu-item-type-post_type'>");
      html.append("<a href='/angebot/seite-")
          .append(at)
          .append("/'><span class=title>Angebot Nummer ");
      html.append(at).append("</span></a></li>\n");
    }
    html.append(
        "<li><a href='/ueber-uns/'>Über uns</a><li><a href='/kontakt/'>Kontakt</a></ul></nav>");
  }

  private static void part(StringBuilder html, int part) {
    html.append("<section class='elementor-section elementor-top-section elementor-element-");
    html.append(Integer.toHexString(part * 7_919)).append("' data-id='").append(part);
    html.append("'><div class='elementor-container elementor-column-gap-default'><div class=");
    html.append(
        "'elementor-column elementor-col-50'><div class='elementor-widget-wrap'><h2 class=");
    html.append("'elementor-heading-title'>Teil ").append(part).append(" unserer Arbeit</h2><p>");
    html.append("Im Jahr ").append(1900 + part % 120).append(TEXT);
    html.append("<a class='elementor-button btn' href='/werk/")
        .append(part)
        .append("/?ref=home&amp;n=1'>");
    html.append(
        "Mehr&nbsp;dazu</a></p></div></div><div class='elementor-column elementor-col-50'><img ");
    html.append("loading=lazy src='/wp-content/uploads/bild-")
        .append(part)
        .append(".jpg' alt='Bild ");
    html.append(part)
        .append("' width=600 height=400 srcset='/bild-600.jpg 600w, /bild-300.jpg 300w'>");
    html.append("<ul class=list><li><i class='icon icon-check'></i> Eiche &amp; Esche</li><li>");
    html.append("<i class='icon icon-check'></i> ")
        .append(part)
        .append(" Jahre Gewähr</li></ul></div>");
    html.append("</div></section>\n");
  }

  private static final String TEXT =
      " haben wir ein Haus am Hafen eingerichtet, mit Schränken, Tischen und einer <strong>Küche</strong>"
          + " aus heimischem Holz. Alles wurde von denselben fünf Leuten geplant, gebaut und gebracht, und"
          + " seither kommt <em>die Familie</em> jedes Jahr mit neuen Wünschen zu uns in die Werkstatt. ";

  private static final String HEAD =
      """
      <!doctype html><html lang="de-DE"><head><meta charset="UTF-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Bergmann Möbel – Möbel nach Maß aus Hamburg</title>
      <meta name="description" content="Möbel nach Maß aus heimischem Holz, seit 1985 am Hafen.">
      <link rel="canonical" href="https://www.bergmann-moebel.de/">
      <meta property="og:site_name" content="Bergmann Möbel"><meta property="og:type" content="website">
      <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
      {"@type":"WebPage","name":"Startseite","url":"https://www.bergmann-moebel.de/"},
      {"@type":"LocalBusiness","name":"Bergmann Möbel","telephone":"+49 40 31794620",
      "email":"info@bergmann-moebel.de","address":{"@type":"PostalAddress","streetAddress":
      "Hafenstraße 12","postalCode":"20359","addressLocality":"Hamburg","addressCountry":"DE"}}]}</script>
      """;

  private static final String FOOT =
      """
      <form action="/senden" method="post"><label for="n">Name</label><input id="n" name="name" required>
      <input type="email" name="mail" placeholder="E-Mail"><textarea name="text"></textarea>
      <input type="hidden" name="token" value="1"><button>Senden</button></form>
      <footer class="site-footer"><p>Bergmann Möbel GmbH<br>Hafenstraße 12<br>20359 Hamburg</p>
      <p>Tel.: <a href="tel:+494031794620">040 / 31 79 46 20</a>, Fax: 040 / 31 79 46 21,
      <a href="mailto:info@bergmann-moebel.de">info@bergmann-moebel.de</a></p>
      <a href="https://www.facebook.com/bergmann">Facebook</a>
      <a href="https://www.instagram.com/bergmann">Instagram</a>
      <a href="/impressum/">Impressum</a><a href="/datenschutz/">Datenschutz</a>
      <p>© 2024 Bergmann Möbel GmbH. Alle Rechte vorbehalten.</p></footer>
      <div id="cookie-notice"><p>Wir verwenden Cookies, um die Seite gut zu machen.</p></div></body></html>
      """;
}
