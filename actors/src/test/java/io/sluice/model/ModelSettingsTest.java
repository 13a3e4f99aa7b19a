package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.sluice.settings.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which people name an endpoint, and those that are none. */
class ModelSettingsTest {
  private static ModelSettings with(String key, String value) {
    return ModelSettings.from(
        ConfigFactory.parseMap(Map.of("sluice." + key, value))
            .withFallback(ConfigFactory.defaultReference()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:11434, http://127.0.0.1:11434",
    "localhost, http://localhost:11434",
    "box:8080, http://box:8080",
    "0.0.0.0, http://127.0.0.1:11434",
    "0.0.0.0:11434, http://127.0.0.1:11434",
    "https://models.example/ollama/, https://models.example/ollama",
    "[::1]:11434, http://[::1]:11434"
  })
  void ollama_is_named_as_its_own_programs_name_it(String text, String address) {
    assertThat(with("ollama-host", text).ollama()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://ann:secret@box", "ftp://box", "http://", "http://box?x=secret"})
  void an_address_that_is_none_is_refused_without_being_shown(String text) {
    assertThatThrownBy(() -> with("openai-base-url", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("OPENAI_BASE_URL must be ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_key_is_shown_nowhere() {
    assertThat(with("openai-api-key", "sk-secret").toString()).doesNotContain("sk-secret");
    assertThatThrownBy(() -> with("openai-api-key", "sk secret"))
        .hasMessageStartingWith("OPENAI_API_KEY must be ")
        .hasMessageNotContaining("secret");
  }
}
