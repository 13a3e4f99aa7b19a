package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.settings.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenSettingsTest {
  private static final String TOKEN = "0123456789abcdef";

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
  void listening_elsewhere_needs_a_token(String host) {
    assertThatThrownBy(() -> Served.settings(Map.of("API_HOST", host)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("API_TOKEN must be set where API_HOST is ")
        .hasMessageEndingWith("which other machines can reach: set it, or listen on 127.0.0.1");
    assertThat(Served.settings(Map.of("API_HOST", host, "API_TOKEN", TOKEN)).token()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"})
  void listening_on_this_machine_needs_none(String host) {
    assertThat(Served.settings(Map.of("API_HOST", host)).token()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fifteen-letters", "sixteen letters and blanks", "\u00fcml\u00e4ute-are-no-token"})
  void a_token_that_is_short_or_cannot_be_sent_is_refused_and_not_repeated(String token) {
    assertThatThrownBy(() -> Served.settings(Map.of("API_TOKEN", token)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("API_TOKEN must be 16 or more of the characters ")
        .hasMessageNotContaining(token);
  }

  @Test
  void a_token_does_not_show() {
    assertThat(Served.settings(Map.of("API_TOKEN", TOKEN)).toString()).doesNotContain(TOKEN);
  }

  @Test
  void names_stand_between_commas_in_any_case() {
    assertThat(Served.settings(Map.of("API_NAMES", " Sluice.Example.ORG, box:8443,,")).names())
        .containsExactly("sluice.example.org", "box:8443");
    assertThatThrownBy(() -> Served.settings(Map.of("API_NAMES", "http://box")))
        .hasMessageStartingWith("API_NAMES must be host names between commas");
  }
}
