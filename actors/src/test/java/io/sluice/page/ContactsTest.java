package io.sluice.page;

import static io.sluice.page.MadePages.HOME;
import static io.sluice.page.MadePages.body;
import static io.sluice.page.MadePages.html;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How somebody is reached, as a page says. */
class ContactsTest {
  private static PageFacts at(String address, String html) {
    return MadePages.READER.read(MadePages.page(URI.create(address), html));
  }

  @Test
  void addresses_of_roles_are_kept_and_those_of_persons_counted() {
    var page =
        body(
            "<p>Write to Sales@Bergmann-Moebel.de or <a href='mailto:info@bergmann-moebel.de?subject=x'>"
                + "mail</a>, or to jan.bergmann@bergmann-moebel.de.</p><p>kontakt-nord@bergmann-moebel.de"
                + " logo@2x.png, x@localhost, info@example.com, @handle</p>");
    assertThat(page.contacts().emails())
        .containsExactly(
            new Email("info@bergmann-moebel.de", true, "mailto"),
            new Email("sales@bergmann-moebel.de", true, "text"),
            new Email("kontakt-nord@bergmann-moebel.de", true, "text"));
    assertThat(page.contacts().personal()).isEqualTo(1);
    assertThat(page.text().text()).doesNotContain("jan.bergmann").contains("or to ….");
  }

  @Test
  void addresses_of_persons_are_kept_where_that_is_asked() {
    var reader = new PageReader(new PageSettings(20, 6_000, true));
    var page = reader.read(MadePages.page(HOME, "<p>Write to jan@bergmann-moebel.de today.</p>"));
    assertThat(page.contacts().emails())
        .containsExactly(new Email("jan@bergmann-moebel.de", false, "text"));
    assertThat(page.text().text()).contains("jan@bergmann-moebel.de");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cloudflare|<a href='/cdn-cgi/l/email-protection' data-cfemail='543d3a323b14'>[email protected]</a>",
        "cloudflare|<span class=__cf_email__ data-cfemail='543d3a323b14'>[email protected]</span>",
        "written out|<p>info [at] bergmann-moebel [dot] de</p>",
        "written out|<p>info(at)bergmann-moebel.de</p>",
        "encoded|<p>&#105;&#110;&#102;&#111;&#64;bergmann-moebel.de</p>",
        "encoded|<p>info&#x40;bergmann-moebel.de</p>",
        "encoded|<a href='mailto:&#105;nfo&#64;bergmann-moebel.de'>info&#64;bergmann-moebel.de</a>",
        "script|<script>var a='in'+'fo';document.getElementById('cloak7').innerHTML='ma'+'il'+a</script>",
        "encoded|<a href='mailto:%69%6e%66%6f@bergmann-moebel.de'>mail</a>",
        "encoded|<p>info<span>@</span>bergmann-moebel.de</p>",
        "script|<script>document.write('<a href=mail'+'to:'+'x'); var m='mailto'</script>",
        "script|<a href=\"javascript:sendMail('ofni')\">mail</a>"
      })
  void protected_addresses_are_counted_and_never_read(String how, String html) {
    var page = body(html + MadePages.WORDS);
    assertThat(page.contacts().emails()).isEmpty();
    assertThat(page.contacts().hidden()).isEqualTo(Map.of(how, 1));
    assertThat(SiteFacts.of(List.of(page)).json()).doesNotContain("info@bergmann");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.de/, '<p>Tel. 040 / 31 79 46 20</p>', +494031794620",
    "https://a.de/, '<p>Telefon: +49 (0) 40 31794620</p>', +494031794620",
    "https://a.at/, '<p>Tel: 01 5131640</p>', +4315131640",
    "https://a.ch/, '<p>T: 044 668 18 00</p>', +41446681800",
    "https://a.co.uk/, '<p>Call us: 020 7946 0018</p>', +442079460018",
    "https://a.fr/, '<p>Tél. : 01 42 68 53 00</p>', +33142685300",
    "https://a.es/, '<p>Teléfono 91 398 39 00</p>', +34913983900",
    "https://a.it/, '<p>Telefono: 06 6982 1234</p>', +390669821234",
    "https://a.nl/, '<p>Bel ons: 020 624 1111</p>', +31206241111",
    "https://a.pl/, '<p>tel. 22 695 15 00</p>', +48226951500",
    "https://a.se/, '<p>Ring 08-508 290 00</p>', +46850829000",
    "https://a.ru/, '<p>Тел.: 8 (495) 606-36-02</p>', +74956063602",
    "https://a.jp/, '<p>電話：03-3581-0101</p>', +81335810101",
    "https://a.kr/, '<p>전화 02-730-5800</p>', +8227305800",
    "https://a.gr/, '<p>Τηλ. 210 338 7000</p>', +302103387000",
    "https://a.com/, '<html lang=en><p>(212) 736-5000</p>', +12127365000",
    "https://a.com/, '<html lang=en-GB><p>phone 020 7946 0018</p>', +442079460018",
    "https://a.com/, '<a href=\"tel:+1-212-736-5000\">call</a>', +12127365000"
  })
  void phones_are_read_by_country(String address, String html, String number) {
    assertThat(at(address, html).contacts().phones()).extracting(Phone::number).contains(number);
  }

  @Test
  void a_link_to_dial_comes_first_and_a_fax_is_told() {
    var page =
        at(
            "https://a.de/",
            "<p>Fax: 040 31794621, Tel: 040 31794622</p><a href='tel:+49 40 31794620'>Ruf an</a>");
    assertThat(page.contacts().phones())
        .containsExactly(
            new Phone("+494031794620", "+49 40 31794620", false, "tel"),
            new Phone("+494031794621", "040 31794621", true, "text"),
            new Phone("+494031794622", "040 31794622", false, "text"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Since 12.03.2019 we are open from 10-12 and 14-18.",
        "Telefon seit 30.12.2019",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Order 0123456789012345678",
        "© 2010 - 2024",
        "1.299,00 - 2.499,00",
        "Article 31794620",
        "DE123456789"
      })
  void numbers_that_are_none_of_phones_are_passed_over(String text) {
    assertThat(at("https://a.de/", "<p>" + text + "</p>").contacts().phones()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<footer>Bergmann GmbH<br>Hafenstraße 12a<br>20359 Hamburg</footer>|Hafenstraße 12a|20359|Hamburg",
        "<p>Bergmann GmbH, Hafenstr. 12, D-20359 Hamburg</p>|Hafenstr. 12|20359|Hamburg",
        "<td>Am Wall 3</td><td>1010 Wien</td>|Am Wall 3|1010|Wien",
        "<p>12 rue de la Paix, 75002 Paris</p>|12 rue de la Paix|75002|Paris",
        "<p>Via Roma 12, 00184 Roma</p>|Via Roma 12|00184|Roma",
        "<p>Calle de Alcalá 50, 28014 Madrid</p>|Calle de Alcalá 50|28014|Madrid",
        "<p>Keizersgracht 123, 1015 CJ Amsterdam</p>|Keizersgracht 123|1015 CJ|Amsterdam",
        "<p>ul. Marszałkowska 10<br>00-590 Warszawa</p>|ul. Marszałkowska 10|00-590|Warszawa",
        "<p>Kungsgatan 5<br>111 43 Stockholm</p>|Kungsgatan 5|111 43|Stockholm",
        "<p>350 Fifth Avenue, New York, NY 10118</p>|350 Fifth Avenue|10118|New York",
        "<p>10 Downing Street, London SW1A 2AA</p>|10 Downing Street|SW1A 2AA|London",
        "<address>Rua Augusta 24<br>1100-053 Lisboa</address>|Rua Augusta 24|1100-053|Lisboa"
      })
  void postal_addresses_are_read(String html, String street, String code, String city) {
    var addresses =
        body(html.startsWith("<td>") ? "<table><tr>" + html + "</table>" : html)
            .contacts()
            .addresses();
    assertThat(addresses).hasSize(1);
    assertThat(addresses.get(0).street()).isIn(street, street.replace("ul. ", ""));
    assertThat(addresses.get(0).postalCode()).isEqualTo(code);
    assertThat(addresses.get(0).city()).isEqualTo(city);
  }

  @Test
  void declared_addresses_win() {
    var card =
        body(
            "<div class=vcard><span class=street-address>Hafenstraße 12</span> <span"
                + " class=postal-code>20359</span> <span class=locality>Hamburg</span></div>");
    assertThat(card.contacts().addresses())
        .containsExactly(PostalAddress.of("Hafenstraße 12", "20359", "Hamburg", "", "", "hcard"));
    var microdata =
        body(
            "<div itemscope itemtype='https://schema.org/LocalBusiness'><b itemprop=name>Bergmann</b><div"
                + " itemprop=address itemscope itemtype='https://schema.org/PostalAddress'><i"
                + " itemprop=streetAddress>Hafenstraße 12</i><i itemprop=postalCode>20359</i><i"
                + " itemprop=addressLocality>Hamburg</i></div></div>");
    assertThat(microdata.contacts().addresses().get(0).rule()).isEqualTo("microdata");
    assertThat(microdata.company()).isEqualTo(new Told("Bergmann", "schema.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Since 1985 we have built 20000 Tables",
        "We moved 3 times in 2019 Berlin was first",
        "Open 9 to 17"
      })
  void sentences_with_numbers_are_no_addresses(String text) {
    assertThat(body("<p>" + text + "</p>").contacts().addresses()).isEmpty();
  }

  @Test
  void own_pages_at_networks_are_kept_and_what_shares_is_not() {
    var page =
        body(
            "<a href=https://www.facebook.com/bergmann>f</a><a href=https://de-de.facebook.com/bergmann/>f</a>"
                + "<a href='https://www.facebook.com/sharer/sharer.php?u=x'>s</a>"
                + "<a href='https://twitter.com/intent/tweet?url=x'>s</a><a href=https://x.com/bergmann>x</a>"
                + "<a href=https://www.linkedin.com/company/bergmann>l</a>"
                + "<a href='https://www.linkedin.com/shareArticle?url=x'>s</a>"
                + "<a href=https://www.youtube.com/watch?v=1>v</a><a href=https://youtube.com/@bergmann>y</a>"
                + "<a href=https://www.instagram.com/>i</a><a href=https://notfacebook.com/bergmann>n</a>"
                + "<a href='https://wa.me/?text=x'>s</a><a href=https://t.me/share/url?url=x>s</a>");
    assertThat(page.contacts().social())
        .containsExactly(
            new SocialLink("facebook", "https://www.facebook.com/bergmann"),
            new SocialLink("x", "https://x.com/bergmann"),
            new SocialLink("linkedin", "https://www.linkedin.com/company/bergmann"),
            new SocialLink("youtube", "https://youtube.com/@bergmann"));
  }

  @Test
  void a_company_is_named_by_the_surest_rule() {
    var title = "<title>Möbel nach Maß | Bergmann Möbel</title>";
    assertThat(html(title).company()).isEqualTo(new Told("Bergmann Möbel", "title"));
    var copyright =
        title + "<footer>Copyright © 2019-2024 by Bergmann Möbel OHG. All rights reserved.";
    assertThat(html(copyright).company()).isEqualTo(new Told("Bergmann Möbel OHG", "copyright"));
    var imprint = copyright.replace("OHG.", "OHG.<p>Bergmann Möbelbau GmbH & Co. KG</p>");
    var address = HOME.resolve("/impressum");
    assertThat(MadePages.READER.read(MadePages.page(address, imprint)).company())
        .isEqualTo(new Told("Bergmann Möbelbau GmbH & Co. KG", "imprint"));
    var named = "<meta property=og:site_name content='Bergmann &amp; Kinder'>" + copyright;
    assertThat(html(named).company()).isEqualTo(new Told("Bergmann & Kinder", "og:site_name"));
    var declared =
        named
            + "<script type=application/ld+json>{\"@type\":\"FurnitureStore\",\"name\":\"Bergmann\"}</script>";
    assertThat(html(declared).company()).isEqualTo(new Told("Bergmann", "schema.org"));
    assertThat(html("<title>Home</title><p>© 2024 All rights reserved</p>").company()).isNull();
  }

  @Test
  void json_ld_is_read_with_its_mistakes() {
    var page =
        body(
            "<script type='application/ld+json'>\n//<![CDATA[\n{\"@graph\":[{\"@type\":[\"Organization\"],"
                + "\"name\":\"Berg\nmann\",\"telephone\":\"+49 40 31794620\",\"email\":\"mailto:info@bergmann.de\","
                + "\"address\":{\"streetAddress\":\"Hafenstraße 12\",\"addressLocality\":\"Hamburg\"},},"
                + "{\"@type\":\"WebPage\",\"name\":\"Home\"}]}\n//]]></script>"
                + "<script type='application/ld+json'>not json</script>");
    assertThat(page.schema()).hasSize(2);
    assertThat(page.schema().get(0).field("name")).isEqualTo("Berg mann");
    assertThat(page.contacts().phones().get(0).rule()).isEqualTo("schema.org");
    assertThat(page.contacts().emails().get(0).address()).isEqualTo("info@bergmann.de");
  }

  @Test
  void permissions_are_read_from_head_and_headers() {
    var meta =
        html(
            "<meta name=robots content='NOINDEX, noai, noimageai'><meta name=tdm-reservation content=1>"
                + "<meta name=tdm-policy content=https://a.de/policy.json>");
    assertThat(meta.permissions())
        .isEqualTo(
            new Permissions(true, false, true, true, false, true, "https://a.de/policy.json"));
    assertThat(meta.permissions().allowModel()).isFalse();
    var headers =
        Map.of(
            "content-type",
            "text/html",
            "x-robots-tag",
            "otherbot: noindex, nofollow, max-snippet: 5");
    var others = new FetchedPage(HOME, 200, headers, "<p>x".getBytes(UTF_8), false);
    assertThat(MadePages.READER.read(others).permissions()).isEqualTo(Permissions.all());
    headers =
        Map.of(
            "content-type", "text/html", "x-robots-tag", "nofollow, noml", "tdm-reservation", "1");
    var own = new FetchedPage(HOME, 200, headers, "<p>x".getBytes(UTF_8), false);
    assertThat(MadePages.READER.read(own).permissions())
        .isEqualTo(new Permissions(false, true, false, false, true, true, ""));
  }
}
