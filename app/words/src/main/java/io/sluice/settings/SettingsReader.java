package io.sluice.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings by the name users know, {@code BATCH_SIZE}, which stands at {@code
 * sluice.batch-size}. A value that is out of range or of another type is refused with an {@link
 * InvalidSettingException}.
 */
public final class SettingsReader {
  private final Config config;

  public SettingsReader(Config config) {
    this.config = config;
  }

  /** Where a setting stands in the configuration: {@code sluice.batch-size} for BATCH_SIZE. */
  public static String path(String key) {
    return "sluice." + key.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of a setting that stands under {@code sluice}: BATCH_SIZE for {@code batch-size}. */
  public static String key(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  public int integer(String key, int min, int max) {
    return (int) number(key, min, max);
  }

  public long number(String key, long min, long max) {
    try {
      return within(key, min, max, Long.parseLong(text(key)), "a whole number");
    } catch (NumberFormatException e) {
      throw refused(key, "a whole number from " + min + " to " + max);
    }
  }

  private long within(String key, long min, long max, long value, String what) {
    if (value < min || value > max) {
      throw refused(key, what + " from " + min + " to " + max);
    }
    return value;
  }

  public double decimal(String key, double min, double max) {
    double value = typed(key, config::getDouble, "a number from " + min + " to " + max);
    if (!(value >= min && value <= max)) {
      throw refused(key, "a number from " + min + " to " + max);
    }
    return value;
  }

  /** A size in bytes such as {@code 8MiB}. */
  public long bytes(String key, long min, long max) {
    long value = typed(key, config::getBytes, "a size such as 64MiB");
    return within(key, min, max, value, "a size in bytes");
  }

  /** A time such as {@code 30s}. */
  public Duration duration(String key, Duration min, Duration max) {
    if (text(key).matches("\\d+")) {
      throw refused(key, "a time with its unit, such as 30s");
    }
    var value = typed(key, config::getDuration, "a time such as 30s");
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw refused(key, "a time from " + seconds(min) + " to " + seconds(max));
    }
    return value;
  }

  public boolean flag(String key) {
    return typed(key, config::getBoolean, "true or false");
  }

  public String text(String key) {
    return config.getString(path(key)).strip();
  }

  public Optional<String> optional(String key) {
    return Optional.of(text(key)).filter(value -> !value.isEmpty());
  }

  public Path file(String key) {
    try {
      return Path.of(
          optional(key)
              .orElseThrow(() -> new InvalidSettingException(key, "must name a directory")));
    } catch (InvalidPathException e) {
      throw refused(key, "a path");
    }
  }

  /** One of the words given, in any case. */
  public String word(String key, String... allowed) {
    var value = text(key).toLowerCase(Locale.ROOT);
    if (!List.of(allowed).contains(value)) {
      throw refused(key, String.join(" or ", allowed));
    }
    return value;
  }

  /** Parts between semicolons, without the empty ones. */
  public List<String> list(String key) {
    return Arrays.stream(text(key).split(";"))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  /** A refusal of the present value: what is allowed, and what it was. */
  public InvalidSettingException refused(String key, String allowed) {
    return new InvalidSettingException(key, "must be " + allowed + ", was " + shown(key));
  }

  private String shown(String key) {
    return text(key).isEmpty() ? "empty" : text(key);
  }

  private <T> T typed(String key, Function<String, T> get, String allowed) {
    try {
      return get.apply(path(key));
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw refused(key, allowed);
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }
}
