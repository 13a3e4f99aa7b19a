package io.sluice.message;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.Arrays;
import java.util.Locale;

/**
 * Who writes messages, and what that costs.
 *
 * @param parallelism messages that a node has in hand for a model
 * @param maxTokens longest message
 * @param priceIn of a million tokens of prompts
 * @param priceOut of a million tokens of messages
 */
public record MessageSettings(
    Writer writer, int parallelism, int maxTokens, double priceIn, double priceOut) {
  private static final double HIGHEST = 1_000_000;

  /** The values of MESSAGE_MODEL. */
  public enum Writer {
    /** The text of the template is the message. */
    NONE,
    /** A model of Ollama. */
    OLLAMA,
    /** A model of an endpoint that speaks as OpenAI does. */
    OPENAI
  }

  public static MessageSettings from(Config config) {
    var settings = new SettingsReader(config);
    var words = Arrays.stream(Writer.values()).map(one -> one.name().toLowerCase(Locale.ROOT));
    var word = settings.word("MESSAGE_MODEL", words.toArray(String[]::new));
    return new MessageSettings(
        Writer.valueOf(word.toUpperCase(Locale.ROOT)),
        settings.integer("MESSAGE_PARALLELISM", 1, 1000),
        settings.integer("MESSAGE_MAX_TOKENS", 16, 100_000),
        settings.decimal("MESSAGE_PRICE_IN", 0, HIGHEST),
        settings.decimal("MESSAGE_PRICE_OUT", 0, HIGHEST));
  }

  public boolean asks() {
    return writer != Writer.NONE;
  }

  /** In millionths of the unit of prices, rounded up. */
  long cost(long tokensIn, long tokensOut) {
    return (long) Math.ceil(tokensIn * priceIn + tokensOut * priceOut);
  }

  /** Whether costs can be told at all. */
  public boolean hasPrices() {
    return priceIn > 0 || priceOut > 0;
  }
}
