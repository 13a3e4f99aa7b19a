package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of hosts that the web has and java.net.URI has not. */
class OddHostTest {

  @ParameterizedTest
  @CsvSource({
    "http://under_score.example/a, under_score.example, 80",
    "https://Under_Score.example:8443/a, under_score.example, 8443",
    "http://m\u00fcnchen.example/a, xn--mnchen-3ya.example, 80",
    "http://M\u00dcNCHEN.example:/a, xn--mnchen-3ya.example, 80",
    "http://m%C3%BCnchen.example/a, xn--mnchen-3ya.example, 80",
    "http://\u4f8b\u3048.example/a, xn--r8jz45g.example, 80",
    "http://a-.example/a, a-.example, 80",
    "http://-a.example./a, -a.example, 80"
  })
  void are_asked(String uri, String host, int port) throws Exception {
    var destination = Destination.of(URI.create(uri));
    assertThat(destination.host()).isEqualTo(host);
    assertThat(destination.port()).isEqualTo(port);
    assertThat(destination.target()).isEqualTo("/a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a_b@c_d.example/",
        "http://a_b%40c.example/",
        "http://a_b%2Fc.example/",
        "http://a_b..example/",
        "http://.a_b.example/",
        "http://a_b.0x7f/",
        "http://\uff11\uff12\uff17.1/",
        "http://0x7f.1/",
        "http://a_b:99999999/",
        "http://a_b:x/"
      })
  void and_no_others(String uri) {
    assertThatThrownBy(() -> Destination.of(URI.create(uri)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(" is refused: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://\uff11\uff12\uff17.0.0.1/", "http://127\u30020\u30020\u30021/"})
  void an_address_in_other_letters_is_an_address(String uri) throws Exception {
    assertThat(Destination.of(URI.create(uri)).host()).isEqualTo("127.0.0.1");
  }
}
