package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "http://a.example/b/c?d | /x -> http://a.example/x",
        "http://a.example/b/c?d | x -> http://a.example/b/x",
        "http://a.example/b/c?d | ?x=1 -> http://a.example/b/c?x=1",
        "http://a.example | x -> http://a.example/x",
        "http://a.example | ?x -> http://a.example/?x",
        "http://a.example/b | //b.example/x -> http://b.example/x",
        "http://a.example/b | https://b.example -> https://b.example",
        "http://a.example/b | /a b|c{d}^`e -> http://a.example/a%20b%7Cc%7Bd%7D%5E%60e",
        "http://a.example/b | /100% -> http://a.example/100%25",
        "http://a.example/b | /%zz%41%4 -> http://a.example/%25zz%41%254",
        "http://a.example/b | \\x\\y?z=\\ -> http://a.example/x/y?z=%5C",
        "http://a.example/b | \\\\b.example\\x -> http://b.example/x",
        "http://a.example/b | /x[1]?y[2]=\"3\" -> http://a.example/x%5B1%5D?y%5B2%5D=%223%22",
        "http://a.example/b | http://[2606:4700::1]/[x] -> http://[2606:4700::1]/%5Bx%5D",
        "http://a.example/b | /x#y#z -> http://a.example/x#y%23z",
        "http://a.example/b | /caf\u00e9 -> http://a.example/caf\u00e9",
        "http://a.example/b | http://m\u00fcnchen.example/ -> http://m\u00fcnchen.example/",
        "http://a_b.example/b | x -> http://a_b.example/x"
      })
  void leads_where_a_browser_would_go(String fromAndLocation, String to) throws Exception {
    var from = fromAndLocation.substring(0, fromAndLocation.indexOf(" | "));
    var location = fromAndLocation.substring(fromAndLocation.indexOf(" | ") + 3);
    assertThat(Redirect.next(URI.create(from), location)).hasToString(to);
  }

  @ParameterizedTest
  @ValueSource(strings = {"://", "http://[", "http:"})
  void what_is_no_address_leads_nowhere(String location) {
    assertThatThrownBy(() -> Redirect.next(URI.create("http://a.example/b"), location))
        .isInstanceOf(URISyntaxException.class);
  }

  @Test
  void does_not_follow_an_address_that_is_longer_than_any() {
    var from = URI.create("http://a.example/");
    assertThatThrownBy(() -> Redirect.next(from, "%".repeat(130_000)))
        .isInstanceOf(URISyntaxException.class);
    assertThatThrownBy(() -> Redirect.next(from, "/" + "#".repeat(130_000)))
        .isInstanceOf(URISyntaxException.class);
  }
}
