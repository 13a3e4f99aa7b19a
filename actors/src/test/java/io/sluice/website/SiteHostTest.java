package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteHostTest {
  @ParameterizedTest
  @CsvSource({
    "https://barred.example/, barred.example",
    "https://barred.example./x, barred.example",
    "http://BARRED.example:8080/x, barred.example",
    "http://b\u00e4rred.example/, xn--brred-gra.example",
    "http://shop_1.example:81, shop_1.example",
    "mailto:a@b.example, ''"
  })
  void is_the_same_however_it_is_written(String address, String host) {
    assertThat(SiteHost.of(URI.create(address))).isEqualTo(host);
  }
}
