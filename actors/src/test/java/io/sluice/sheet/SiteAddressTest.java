package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      example.com                            | https://example.com/
      ' www.example.com '                    | https://www.example.com/
      HTTP://Example.COM                     | http://example.com/
      http://Example.COM/Path?Q=1#top        | http://example.com/Path?Q=1
      https://example.com:443/               | https://example.com/
      http://example.com:80                  | http://example.com/
      https://example.com:80/                | https://example.com:80/
      example.com:8080/x                     | https://example.com:8080/x
      //example.com/x                        | https://example.com/x
      https:example.com                      | https://example.com/
      http:/example.com                      | http://example.com/
      http//example.com                      | http://example.com/
      https:\\\\example.com\\a               | https://example.com/a
      example.com.                           | https://example.com/
      "example.com"                          | https://example.com/
      <https://example.com/>                 | https://example.com/
      https://example.com/a_(b)              | https://example.com/a_(b)
      (example.com)                          | https://example.com/
      example.com,                           | https://example.com/
      my_shop.example.com                    | https://my_shop.example.com/
      münchen.de                             | https://xn--mnchen-3ya.de/
      straße.de                              | https://xn--strae-oqa.de/
      例え。テスト                           | https://xn--r8jz45g.xn--zckzah/
      https://пример.рф/путь                 | https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C
      example.com?x=1                        | https://example.com/?x=1
      example.com/a b                        | https://example.com/a%20b
      example.com/100%                       | https://example.com/100%25
      example.com/%7Eme                      | https://example.com/%7Eme
      https://example.com/@user              | https://example.com/@user
      """)
  void writes_addresses_one_way(String cell, String address) throws NotAnAddressException {
    assertThat(SiteAddress.of(cell.replace("\\\\", "\\")).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      ''                                     | empty
      ' "" '                                 | empty
      n/a                                    | not_an_address
      -                                      | not_an_address
      Example Ltd                            | not_an_address
      info@example.com                       | not_an_address
      a.example, b.example                   | not_an_address
      https://a.example/x https://b.example/ | not_an_address
      exa$mple.com                           | not_an_address
      a..example                             | not_an_address
      example.com:port                       | not_an_address
      example.com:99999                      | not_an_address
      https://                               | no_host
      https:///path                          | no_host
      https://localhost/                     | no_host
      http://user:secret@example.com/        | userinfo
      mailto:info@example.com                | scheme
      javascript:alert(1)                    | scheme
      ftp://example.com/                     | scheme
      file:///etc/passwd                     | scheme
      tel:+4930123                           | scheme
      gopher://example.com                   | scheme
      127.0.0.1                              | ip_address
      http://10.0.0.1/admin                  | ip_address
      http://[::1]/                          | ip_address
      0x7f.1                                 | ip_address
      http://2130706433/                     | ip_address
      http://1.2130706433/                   | ip_address
      """)
  void says_in_a_word_why_a_cell_is_none(String cell, String reason) {
    assertThatThrownBy(() -> SiteAddress.of(cell))
        .isInstanceOfSatisfying(
            NotAnAddressException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void what_is_too_long_is_none() {
    assertThatThrownBy(() -> SiteAddress.of("a.".repeat(200) + "example"))
        .hasMessageContaining("more than 230");
    assertThatThrownBy(() -> SiteAddress.of("example.com/" + "ä".repeat(1000)))
        .hasMessageContaining("more than 2000");
    assertThatThrownBy(() -> SiteAddress.of("a" + ")".repeat(32_766)))
        .hasMessageContaining("more than 2000");
    assertThatThrownBy(() -> SiteAddress.of("a.de/" + " ".repeat(32_000) + "x"))
        .hasMessageContaining("more than 2000");
  }

  @Test
  void rows_that_name_the_same_site_have_one_key() throws NotAnAddressException {
    var keys =
        Stream.of(
            "Example.com", "https://example.com", "https://example.com/#a", "//example.com:443/");

    assertThat(keys.map(SiteAddressTest::key).distinct()).hasSize(1);
    assertThat(key("http://example.com")).isNotEqualTo(key("example.com"));
    assertThat(SiteAddress.of("example.com").assumed()).isTrue();
    assertThat(SiteAddress.of("https://example.com").assumed()).isFalse();
    assertThat(SiteAddress.of("http://example.com").isSecure()).isFalse();
  }

  private static String key(String cell) {
    try {
      return SiteAddress.of(cell).key();
    } catch (NotAnAddressException e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com,example.com",
    "example.com,example.com",
    "a.b.example.co.uk,example.co.uk",
    "shop.example.github.io,example.github.io",
    "site1.test,site1.test",
    "www.site1.test,site1.test",
    "my_shop.example.com,example.com",
    "www.münchen.de,xn--mnchen-3ya.de",
    "www.city.kawasaki.jp,city.kawasaki.jp",
    "co.uk,co.uk"
  })
  void knows_what_somebody_has_registered(String host, String domain) throws NotAnAddressException {
    assertThat(SiteAddress.of(host).registrableDomain()).isEqualTo(domain);
  }
}
