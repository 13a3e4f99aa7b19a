package io.sluice.message;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageResult;

/** Tells whether a text is in a language, where it is long enough to tell. Thread-safe. */
final class TextLanguage {
  /** In fewer letters two languages look alike. */
  private static final int LEAST = 80;

  private static final double SURE = 0.7;
  private static final double POSSIBLE = 0.1;

  /** Other names of languages, as the detector has them. */
  private static final Map<String, String> SAME = Map.of("nb", "no", "nn", "no", "iw", "he");

  private OptimaizeLangDetector detector;

  /**
   * Which language a text is in that is not in this one.
   *
   * @param wanted such as {@code de} or {@code pt-BR}
   */
  synchronized Optional<String> insteadOf(String wanted, String text) {
    var language = bare(wanted);
    if (text.codePoints().filter(Character::isLetter).count() < LEAST) {
      return Optional.empty();
    }
    if (detector == null) {
      detector = new OptimaizeLangDetector();
      detector.loadModels();
    }
    detector.reset();
    detector.addText(text);
    var found = detector.detectAll();
    boolean possible =
        !detector.hasModel(language) && !language.equals("zh")
            || found.stream()
                .anyMatch(
                    one ->
                        one.getRawScore() > POSSIBLE && bare(one.getLanguage()).equals(language));
    return possible
        ? Optional.empty()
        : found.stream()
            .filter(one -> one.getRawScore() > SURE)
            .findFirst()
            .map(LanguageResult::getLanguage);
  }

  private static String bare(String tag) {
    var language = tag.toLowerCase(Locale.ROOT).replaceFirst("[-_].*", "");
    return SAME.getOrDefault(language, language);
  }
}
