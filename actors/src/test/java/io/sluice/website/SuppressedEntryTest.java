package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressedEntryTest {
  /** A site's own name and what is written here must be the same text. */
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "' WWW.Example.com. ', example.com",
    "https://www.example.com:8080/a?b#c, example.com",
    "www.com, www.com",
    "shop_1.example.com, shop_1.example.com",
    "stra\u00dfe.de, xn--strae-oqa.de",
    "b\u00fccher.example, xn--bcher-kva.example",
    "Ann.Lee+x@Mail.Example.org, ann.lee+x@mail.example.org",
    "ann@stra\u00dfe.de, ann@xn--strae-oqa.de"
  })
  void an_entry_has_the_form_in_which_it_is_looked_for(String typed, String entry) {
    assertThat(SuppressedEntry.of(typed)).isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "127.0.0.1",
        "two words.example",
        "a b@example.com",
        "@x",
        "https://blog.example.com/@joe.doe"
      })
  void what_is_neither_a_domain_nor_an_address_of_mail_is_refused(String typed) {
    assertThatThrownBy(() -> SuppressedEntry.of(typed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(typed);
  }
}
