package io.sluice.page;

import static io.sluice.page.MadePages.WORDS;
import static io.sluice.page.MadePages.body;
import static io.sluice.page.MadePages.guessed;
import static io.sluice.page.MadePages.html;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page is good for, and what tells it. */
class PageStatesTest {
  @Test
  void a_page_with_words_is_good() {
    assertThat(body(WORDS).state()).isEqualTo(PageState.GOOD);
    assertThat(body(WORDS).sign()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This domain is for sale!",
        "Diese Domain steht zum Verkauf",
        "Ce domaine est à vendre",
        "Este dominio está en venta",
        "Questo dominio è in vendita",
        "Este domínio está à venda",
        "Dit domein is te koop",
        "Ta domena jest na sprzedaż",
        "Tato doména je na prodej",
        "Domänen är till salu",
        "Domænet er til salg",
        "Domenet er til salgs",
        "Verkkotunnus on myytävänä",
        "Bu alan adı satılıktır",
        "Домен продаётся",
        "Домен продається",
        "このドメインは販売中です",
        "该域名正在出售",
        "이 도메인은 판매 중입니다",
        "هذا النطاق للبيع",
        "Ez a domain eladó",
        "Domeniul este de vânzare"
      })
  void a_domain_for_sale_is_parked_in_any_language(String words) {
    var page = html("<title>x.example</title><h1>" + words + "</h1><p>Ask for a price.</p>");
    assertThat(page.state()).isEqualTo(PageState.PARKED);
    assertThat(page.sign()).startsWith("text ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Welcome to nginx!",
        "Apache2 Ubuntu Default Page: It works",
        "IIS Windows Server",
        "Index of /",
        "Hier entsteht eine neue Internetpräsenz",
        "Account Suspended",
        "Site en construction",
        "Strona w budowie"
      })
  void what_servers_show_before_there_is_a_page_is_parked(String title) {
    var page = html("<title>" + title + "</title><h1>" + title + "</h1>");
    assertThat(page.state()).isEqualTo(PageState.PARKED);
    assertThat(page.sign()).startsWith("default page");
  }

  @Test
  void advertisements_of_those_who_park_and_their_hosts_tell_it_too() {
    var script =
        html("<script src='https://www.sedoparking.com/x.js'></script><p>Related links</p>");
    assertThat(script.sign()).isEqualTo("source sedoparking.com");
    var led = MadePages.READER.read(MadePages.page(URI.create("http://ww1.some.example/"), WORDS));
    assertThat(led.state()).isEqualTo(PageState.PARKED);
    assertThat(led.sign()).isEqualTo("host ww1.some.example");
  }

  @Test
  void a_long_page_about_domains_for_sale_is_none() {
    assertThat(body("<h1>When a domain is for sale</h1>" + WORDS.repeat(10)).state())
        .isEqualTo(PageState.GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "DDoS-Guard",
        "Nur einen Moment…",
        "Un instant…",
        "Un momento…",
        "Um momento…",
        "Even geduld…",
        "Один момент…",
        "请稍候…",
        "しばらくお待ちください...",
        "잠시만 기다리십시오…",
        "Bir dakika lütfen..."
      })
  void a_challenge_is_told_by_its_title(String title) {
    var page = html("<title>" + title + "</title><body><noscript>Enable it</noscript></body>");
    assertThat(page.state()).isEqualTo(PageState.CHALLENGE);
    assertThat(page.sign()).startsWith("title ");
  }

  @Test
  void a_challenge_is_told_by_its_header_its_script_or_its_captcha() {
    var headers = Map.of("content-type", "text/html", "cf-mitigated", "challenge");
    var page = new FetchedPage(MadePages.HOME, 200, headers, WORDS.getBytes(UTF_8), false);
    assertThat(MadePages.READER.read(page).sign()).isEqualTo("header cf-mitigated");
    assertThat(html("<script src='/_Incapsula_Resource?x=1'></script>").state())
        .isEqualTo(PageState.CHALLENGE);
    var captcha =
        "<script src='https://www.google.com/recaptcha/api.js'></script><form><div"
            + " class=g-recaptcha></div><input type=submit></form>";
    assertThat(body(captcha).sign()).isEqualTo("captcha google.com/recaptcha");
    var contact =
        "<form><input name=name><input type=email name=email><textarea name=message></textarea></form>";
    assertThat(body(captcha + contact + WORDS).state()).isEqualTo(PageState.GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 - Page not found",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Página não encontrada",
        "Pagina niet gevonden",
        "Nie znaleziono strony",
        "Stránka nenalezena",
        "Sidan hittades inte",
        "Siden blev ikke fundet",
        "Siden ble ikke funnet",
        "Sivua ei löytynyt",
        "Sayfa bulunamadı",
        "Страница не найдена",
        "Сторінку не знайдено",
        "ページが見つかりません",
        "页面不存在",
        "페이지를 찾을 수 없습니다",
        "الصفحة غير موجودة",
        "Η σελίδα δεν βρέθηκε",
        "Az oldal nem található",
        "Pagina nu a fost găsită"
      })
  void a_guessed_page_that_says_it_is_none_is_none(String heading) {
    var html = "<title>Bergmann</title><h1>" + heading + "</h1>" + WORDS;
    assertThat(guessed(html).state()).isEqualTo(PageState.SOFT_404);
    assertThat(html(html).state()).as("one that is linked to").isEqualTo(PageState.GOOD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Company 404 Ltd",
        "Room 404 at the harbour",
        "Un Momento Café",
        "Security check services",
        "Call (404) 555-0100"
      })
  void a_name_or_a_number_that_a_sign_is_part_of_tells_nothing(String heading) {
    var page = "<title>" + heading + "</title><h1>" + heading + "</h1>" + WORDS;
    assertThat(guessed(page).state()).isEqualTo(PageState.GOOD);
  }

  @Test
  void a_page_that_says_what_another_says_is_none() {
    var home = body(WORDS);
    var same = guessed("<title>Page</title>" + WORDS);
    assertThat(same.beside(home).state()).isEqualTo(PageState.SOFT_404);
    assertThat(same.beside(home).sign()).isEqualTo("the same as " + MadePages.HOME);
    assertThat(guessed("<title>Page</title><p>Write to us.</p>" + WORDS).beside(home).state())
        .isEqualTo(PageState.GOOD);
  }

  @Test
  void a_page_of_few_words_or_of_scripts_is_thin() {
    assertThat(body("<p>Hello there, dear friends of wood.</p>").state()).isEqualTo(PageState.THIN);
    assertThat(body("<p>Hello there, dear friends of wood.</p>").sign()).isEqualTo("6 words");
    var scripts =
        body(
            "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"
                + "<script src=/static/main.js></script>");
    assertThat(scripts.state()).isEqualTo(PageState.THIN);
    assertThat(scripts.sign()).isEqualTo("needs scripts");
    assertThat(scripts.text().text()).isEmpty();
  }

  @Test
  void a_frameset_is_thin_and_names_its_frames() {
    var page =
        html(
            "<html><head><title>Bergmann</title></head><frameset cols='20%,80%'><frame src=menu.html>"
                + "<frame src=start.html></frameset></html>");
    assertThat(page.state()).isEqualTo(PageState.THIN);
    assertThat(page.sign()).isEqualTo("frameset");
    assertThat(page.frames())
        .containsExactly(
            "https://www.bergmann-moebel.de/menu.html",
            "https://www.bergmann-moebel.de/start.html");
    assertThat(SitePages.of(page).get(0).address())
        .hasToString("https://www.bergmann-moebel.de/start.html");
  }

  @ParameterizedTest
  @CsvSource({
    "application/pdf, '%PDF-1.7 ...', PDF",
    "text/html, '%PDF-1.7 ...', PDF",
    "application/json, '{\"a\":1}', type application/json",
    "text/html, '{\"a\":1}', JSON",
    "image/png, 'xx', type image/png",
    "text/html, '', an empty body",
    "text/html, '<?xml version=\"1.0\"?><rss></rss>', XML",
    "'', 'just some words', no markup"
  })
  void what_is_no_page_is_named(String type, String body, String sign) {
    var headers = type.isEmpty() ? Map.<String, String>of() : Map.of("content-type", type);
    var page = new FetchedPage(MadePages.HOME, 200, headers, body.getBytes(ISO_8859_1), false);
    var facts = MadePages.READER.read(page);
    assertThat(facts.state()).isEqualTo(PageState.NOT_HTML);
    assertThat(facts.sign()).isEqualTo(sign);
  }

  @Test
  void a_page_is_read_whatever_is_said_of_its_type() {
    var page = "<!doctype html><html><body>" + WORDS + "</body></html>";
    for (var type : new String[] {"text/plain", "application/octet-stream", "foo"}) {
      assertThat(MadePages.bytes(page, UTF_8, type).state()).isEqualTo(PageState.GOOD);
    }
  }
}
