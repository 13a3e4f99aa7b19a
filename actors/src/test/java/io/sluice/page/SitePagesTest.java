package io.sluice.page;

import static io.sluice.page.MadePages.WORDS;
import static io.sluice.page.MadePages.body;
import static io.sluice.page.MadePages.html;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.page.SitePages.Candidate;
import io.sluice.page.SitePages.Role;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which more pages of a site are looked at. */
class SitePagesTest {
  private static final String OTHERS =
      "<a href=/>Home</a><a href=/p1>Tables</a><a href=/p2>Kitchens of oak</a><a href=/shop>Shop</a>";

  private static List<Candidate> of(String body) {
    return SitePages.of(body(body + WORDS));
  }

  @ParameterizedTest
  @CsvSource({
    "Contact us, About us",
    "Get in touch, Our story",
    "Kontakt, Über uns",
    "Kontaktformular, Unternehmen",
    "Nous contacter, À propos",
    "Contactez-nous, Qui sommes-nous ?",
    "Contacto, Quiénes somos",
    "Contáctenos, Sobre nosotros",
    "Contatti, Chi siamo",
    "Contattaci, Azienda",
    "Fale conosco, Quem somos",
    "Contactos, Sobre nós",
    "Neem contact op, Over ons",
    "Kontakt, O nas",
    "Kontakty, O nás",
    "Kontakta oss, Om oss",
    "Kontakt os, Om os",
    "Kontakt oss, Om oss",
    "Yhteystiedot, Meistä",
    "İletişim, Hakkımızda",
    "Контакты, О компании",
    "Контакти, Про нас",
    "お問い合わせ, 会社概要",
    "联系我们, 关于我们",
    "聯絡我們, 關於我們",
    "문의하기, 회사소개",
    "اتصل بنا, من نحن",
    "Επικοινωνία, Σχετικά με εμάς",
    "Kapcsolat, Rólunk",
    "Contactează-ne, Despre noi",
    "צור קשר, אודות"
  })
  void contact_and_about_are_found_by_what_links_say(String contact, String about) {
    var found = of(OTHERS + "<a href=/x17>%s</a> <a href=/x18>%s</a>".formatted(about, contact));
    assertThat(found)
        .containsExactly(
            new Candidate(MadePages.HOME.resolve("/x18"), Role.CONTACT, false),
            new Candidate(MadePages.HOME.resolve("/x17"), Role.ABOUT, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/contact", "/contact-us/", "/kontakt.html", "/de/kontakt/index.php", "/contacto",
            "/contatti.php",
        "/fale-conosco", "/nous-contacter", "/yhteystiedot", "/iletisim", "/kontakty", "/Kontakt",
        "/%D0%BA%D0%BE%D0%BD%D1%82%D0%B0%D0%BA%D1%82%D1%8B/", "/contact.aspx?lang=en",
            "/contact_us.htm"
      })
  void a_contact_page_is_found_by_where_a_link_leads(String path) {
    var found = of(OTHERS + "<a href='" + path + "'><img src=mail.png></a>");
    assertThat(found).extracting(Candidate::role).containsExactly(Role.CONTACT);
  }

  @Test
  void an_imprint_stands_in_where_a_page_is_missing() {
    var imprint = "<a href=/impressum>Impressum</a>";
    assertThat(of(OTHERS + imprint)).extracting(Candidate::role).containsExactly(Role.IMPRINT);
    assertThat(of("<a href=/k>Kontakt</a>" + imprint))
        .extracting(Candidate::role)
        .containsExactly(Role.CONTACT, Role.IMPRINT);
    assertThat(of("<a href=/u>Über uns</a>" + imprint))
        .extracting(Candidate::role)
        .containsExactly(Role.IMPRINT, Role.ABOUT);
    assertThat(of("<a href=/u>Über uns</a><a href=/k>Kontakt</a>" + imprint))
        .extracting(Candidate::role)
        .containsExactly(Role.CONTACT, Role.ABOUT);
  }

  @Test
  void only_pages_of_the_same_domain_are_looked_at() {
    assertThat(
            of(
                "<a href=https://other.de/contact>Contact</a><a href=mailto:a@b.de>Contact</a>"
                    + "<a href=/contact.pdf>Contact</a><a href=javascript:void(0)>Contact</a>"
                    + "<a href=https://help.bergmann-moebel.de/c>Contact</a>"))
        .containsExactly(
            new Candidate(URI.create("https://help.bergmann-moebel.de/c"), Role.CONTACT, false));
    var shared =
        MadePages.page(
            URI.create("https://a.co.uk/"), WORDS + "<a href=https://b.co.uk/x>Contact</a>");
    assertThat(SitePages.of(MadePages.READER.read(shared))).allMatch(Candidate::guessed);
  }

  @Test
  void where_nothing_links_to_one_a_page_is_guessed_by_the_language() {
    assertThat(of(OTHERS))
        .containsExactly(new Candidate(MadePages.HOME.resolve("/contact"), Role.CONTACT, true));
    assertThat(SitePages.of(html("<html lang=fi><p>Hei!</p></html>")))
        .containsExactly(
            new Candidate(MadePages.HOME.resolve("/yhteystiedot"), Role.CONTACT, true));
    assertThat(of("<form><input name=n><textarea name=t></textarea></form>")).isEmpty();
  }

  @Test
  void long_texts_that_happen_to_have_a_word_are_no_links_to_it() {
    assertThat(
            of(
                "<a href=/blog/7>How contact between neighbours and friends makes a whole town live</a>"
                    + "<a href=/contactless-payment-for-all-of-us>Pay</a>"))
        .allMatch(Candidate::guessed);
  }

  @Test
  void a_page_that_leads_on_by_itself_is_followed() {
    var home =
        html(
            "<meta http-equiv=Refresh content=\"0; URL='start/index.html'\"><title>Bergmann</title>");
    assertThat(SitePages.of(home).get(0))
        .isEqualTo(new Candidate(MadePages.HOME.resolve("/start/index.html"), Role.HOME, false));
  }

  @Test
  void addresses_are_read_as_browsers_read_them() {
    var base = "https://www.bergmann-moebel.de/a/b.html?x=1";
    assertThat(PageAddress.resolve(base, " ../c\n/d.html#e "))
        .contains("https://www.bergmann-moebel.de/c/d.html");
    assertThat(PageAddress.resolve(base, "?y=2"))
        .contains("https://www.bergmann-moebel.de/a/b.html?y=2");
    assertThat(PageAddress.resolve(base, "//X.de")).contains("https://x.de/");
    assertThat(PageAddress.resolve(base, "HTTP://X.de/./A/../B")).contains("http://x.de/B");
    assertThat(PageAddress.resolve(base, "../../../../e"))
        .contains("https://www.bergmann-moebel.de/e");
    for (var none :
        new String[] {
          "", "#x", "javascript:x", "data:text/html,x", "mailto:a", "http://", "ftp://x/"
        }) {
      assertThat(PageAddress.resolve(base, none)).isEmpty();
    }
    assertThat(PageAddress.uri("https://müller.de/ä b|c{d}%zz?q=\"1\""))
        .contains(URI.create("https://xn--mller-kva.de/%C3%A4%20b%7Cc%7Bd%7D%25zz?q=%221%22"));
    assertThat(PageAddress.uri("https://a_b.de/x")).isPresent();
    assertThat(PageAddress.domain("shop.www.a.co.uk")).isEqualTo("a.co.uk");
  }
}
