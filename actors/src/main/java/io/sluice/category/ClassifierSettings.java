package io.sluice.category;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.Arrays;
import java.util.Locale;

/**
 * How texts are classified.
 *
 * @param reviewMargin by how much the first candidate has to be ahead of the second, so that nobody
 *     has to look at it
 */
public record ClassifierSettings(Choice choice, double reviewMargin) {

  /** The values of CLASSIFIER. */
  public enum Choice {
    /** Nothing is classified. */
    OFF,
    /** In process, and a model is asked about what is not sure then, if one is there. */
    AUTO,
    /** In process alone. */
    INPROCESS,
    /** A model of Ollama. */
    OLLAMA,
    /** A model of an endpoint that speaks as OpenAI does. */
    OPENAI
  }

  public static ClassifierSettings from(Config config) {
    var settings = new SettingsReader(config);
    var words = Arrays.stream(Choice.values()).map(one -> one.name().toLowerCase(Locale.ROOT));
    var word = settings.word("CLASSIFIER", words.toArray(String[]::new));
    return new ClassifierSettings(
        Choice.valueOf(word.toUpperCase(Locale.ROOT)), settings.decimal("REVIEW_MARGIN", 0, 1));
  }

  public boolean isOff() {
    return choice == Choice.OFF;
  }
}
