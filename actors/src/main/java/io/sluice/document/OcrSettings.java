package io.sluice.document;

import com.typesafe.config.Config;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How pictures of text are read.
 *
 * @param languages as tesseract names them, such as {@code eng+rus}
 * @param limit for one page
 * @param workers pages that are read at once
 */
public record OcrSettings(String languages, Duration limit, int workers) {
  private static final String OFF = "off";
  private static final String KEY = "OCR";
  private static final String LANGUAGES = "OCR_LANGUAGES";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Pattern NAMES = Pattern.compile("\\w[\\w/-]*(\\+\\w[\\w/-]*)*");

  /** Whether pictures of text are read at all. */
  public static boolean isOn(Config config) {
    return !new SettingsReader(config).word(KEY, OFF, "tesseract").equals(OFF);
  }

  public static OcrSettings from(Config config) {
    var settings = new SettingsReader(config);
    int workers = settings.integer("OCR_WORKERS", 0, 256);
    if (!NAMES.matcher(settings.text(LANGUAGES)).matches()) {
      throw settings.refused(LANGUAGES, "languages of tesseract, such as eng+rus");
    }
    return new OcrSettings(
        settings.text(LANGUAGES),
        settings.duration("OCR_TIMEOUT", SECOND, HOUR),
        workers == 0 ? Runtime.getRuntime().availableProcessors() : workers);
  }

  /** Refuses what this machine cannot do. */
  public static void check(Config config) {
    var settings = from(config);
    if (isOn(config)) {
      settings.check(Tesseract.installed());
    }
  }

  /**
   * @param tesseract of this machine
   */
  void check(Tesseract tesseract) {
    List<String> known;
    try {
      known = tesseract.languages();
    } catch (OcrException e) {
      throw new InvalidSettingException(
          KEY,
          "tesseract cannot be used on this machine: %s. Install it (%s), or set OCR=off"
              .formatted(e.getMessage(), install("eng")));
    }
    for (var language : languages.split("\\+")) {
      if (!known.contains(language)) {
        throw new InvalidSettingException(
            LANGUAGES,
            "tesseract on this machine has no language %s, only %s. Install it: %s"
                .formatted(language, String.join(", ", known), install(language)));
      }
    }
  }

  private static String install(String language) {
    return "apt-get install tesseract-ocr"
        + (language.equals("eng") ? "" : " tesseract-ocr-" + language.replace('_', '-'));
  }
}
