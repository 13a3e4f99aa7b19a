package io.sluice.model;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * Which models may be asked, and what a request may take.
 *
 * @param ollama where Ollama listens
 * @param openAi what stands before {@code /chat/completions}
 * @param key for that; empty where it wants none
 * @param timeout from the sending of a request to its whole answer
 * @param context tokens that a prompt and its answer may have together
 * @param maxTokens longest answer of a classification
 * @param mostAtOnce requests at once from a node; how many of these are sent is found
 */
public record ModelSettings(
    URI ollama,
    String ollamaModel,
    URI openAi,
    Optional<ApiKey> key,
    String openAiModel,
    Duration timeout,
    int context,
    int maxTokens,
    int mostAtOnce) {
  private static final String OLLAMA_HOST = "OLLAMA_HOST";
  private static final String OPENAI_BASE_URL = "OPENAI_BASE_URL";
  private static final String OPENAI_API_KEY = "OPENAI_API_KEY";

  /** Of Ollama, whose users set no more than a host. */
  private static final int USUAL_PORT = 11434;

  private static final String MODEL = "[\\w.@+-][\\w.:/@+-]{0,199}";

  /**
   * The same with another model, of either kind of endpoint, and another longest answer.
   *
   * @param name null for the one that is set
   */
  public ModelSettings with(String name, int longestAnswer) {
    return new ModelSettings(
        ollama,
        name == null ? ollamaModel : name,
        openAi,
        key,
        name == null ? openAiModel : name,
        timeout,
        context,
        longestAnswer,
        mostAtOnce);
  }

  /** Whether it can be the name of a model. */
  public static boolean isModel(String name) {
    return name.matches(MODEL);
  }

  /** Reads them, and refuses what is none. */
  public static ModelSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new ModelSettings(
        ollama(settings.text(OLLAMA_HOST)),
        model(settings, "OLLAMA_MODEL"),
        address(OPENAI_BASE_URL, settings.text(OPENAI_BASE_URL), "https://api.openai.com/v1"),
        settings.optional(OPENAI_API_KEY).map(ModelSettings::key),
        model(settings, "OPENAI_MODEL"),
        settings.duration("MODEL_TIMEOUT", Duration.ofMillis(100), Duration.ofHours(1)),
        settings.integer("MODEL_CONTEXT", 1024, 10_000_000),
        settings.integer("MODEL_MAX_TOKENS", 16, 100_000),
        settings.integer("MODEL_PARALLELISM", 1, 1000));
  }

  /**
   * Ollama's own programs take a host alone, and servers have in the same variable what they listen
   * on.
   */
  private static URI ollama(String text) {
    var whole = text.contains("://") ? text : "http://" + text;
    var read = address(OLLAMA_HOST, whole, "http://127.0.0.1:11434");
    var host = read.getHost().equals("0.0.0.0") ? "127.0.0.1" : read.getHost();
    int port = text.contains("://") || read.getPort() >= 0 ? read.getPort() : USUAL_PORT;
    try {
      return new URI(read.getScheme(), null, host, port, read.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("of parts of an address", e);
    }
  }

  /** Without the slash at its end; what is refused may hold a password and is not shown. */
  private static URI address(String key, String text, String example) {
    try {
      var uri = new URI(text.replaceFirst("/+$", ""));
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new InvalidSettingException(
        key, "must be an address such as " + example + ", without user, ? and #");
  }

  private static ApiKey key(String text) {
    if (!text.matches("[!-~]{1,4096}")) {
      throw new InvalidSettingException(
          OPENAI_API_KEY, "must be letters, digits and signs of ASCII without spaces");
    }
    return new ApiKey(text);
  }

  private static String model(SettingsReader settings, String key) {
    var model = settings.text(key);
    if (!model.matches(MODEL)) {
      throw settings.refused(key, "the name of a model, such as llama3.2:3b");
    }
    return model;
  }
}
