package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP://Example.ORG | http://example.org/",
        "https://example.org:443/A?B=c#d | https://example.org/A?B=c",
        "http://example.org:80?q | http://example.org/?q",
        "http://example.org:443/ | http://example.org:443/",
        "http://example.org:/ | http://example.org/",
        "http://[::1]:80/a | http://[::1]/a",
        "https://example.org/a b/ü|^.pdf | https://example.org/a%20b/%C3%BC%7C%5E.pdf",
        "http://example.org/100%/%41 | http://example.org/100%25/%41",
        "http://ann:secret@example.org/ | http://***@example.org/"
      })
  void equal_ones_are_one(String line) throws URISyntaxException {
    int last = line.lastIndexOf(" | ");
    var address = WebAddress.of(line.substring(0, last));
    assertThat(address).hasToString(line.substring(last + 3));
    assertThat(WebAddress.of(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://example.org/",
        "http://no such/",
        "http:/a",
        "file:///a"
      })
  void what_is_none_is_refused(String text) {
    assertThatThrownBy(() -> WebAddress.of(text)).isInstanceOf(URISyntaxException.class);
  }

  @Test
  void no_host_is_longer_than_names_can_be() {
    for (var host : List.of("a.".repeat(130) + "org", "a_" + "b".repeat(300) + ".org")) {
      assertThatThrownBy(() -> WebAddress.of("http://" + host + "/"))
          .isInstanceOf(URISyntaxException.class)
          .hasMessageContaining("too long");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org/, example.org",
    "http://example.org/a/b.pdf?c/d, b.pdf",
    "http://example.org/a/, example.org",
    "http://example.org/..%2F..%2Fetc%00x, .._.._etc_x",
    "http://example.org/%2e%2e, example.org",
    "http://example.org/%C3%BC%FF, ü\uFFFD"
  })
  void a_file_is_called_like_the_end_of_its_path(URI address, String name) {
    assertThat(WebAddress.fileName(address)).isEqualTo(name);
  }

  @Test
  void a_name_is_no_longer_than_disks_take() {
    var name = WebAddress.fileName(URI.create("http://example.org/" + "%C3%BC".repeat(200)));
    assertThat(name).isEqualTo("ü".repeat(127));
  }

  @Test
  void hosts_are_asked_for_their_leave_by_host_and_unusual_port() {
    assertThat(WebAddress.origin(URI.create("http://Example.org/a")).orElseThrow())
        .hasToString("example.org (site)");
    assertThat(WebAddress.origin(URI.create("http://example.org:8080/a")).orElseThrow())
        .hasToString("example.org:8080 (site)");
    assertThat(WebAddress.origin(URI.create("http:///a"))).isEmpty();
  }
}
