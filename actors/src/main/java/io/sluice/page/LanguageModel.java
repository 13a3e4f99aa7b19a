package io.sluice.page;

import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.i18n.LdLocale;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the language of a text: by its script where that says all, else by how often which letters
 * follow each other. All threads share one, which takes 18 MiB.
 */
final class LanguageModel {
  private static final Set<String> COMPARED =
      new TreeSet<>(
          Set.of(
              "af", "ar", "be", "bg", "ca", "cs", "da", "de", "en", "es", "et", "eu", "fa", "fi",
              "fr", "ga", "gl", "hr", "hu", "id", "is", "it", "lt", "lv", "mk", "ms", "nl", "no",
              "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "ur", "vi"));
  private static final Set<String> BY_SCRIPT = Set.of("ja", "zh", "ko", "el", "th", "he", "hi");
  private static final int SAMPLE = 800;
  private static final double SURE = 0.9;

  private LanguageModel() {}

  /** Made when it is first asked. */
  private static final class Made {
    static final LanguageDetector MODEL = model();
  }

  static boolean knows(String language) {
    return COMPARED.contains(language) || BY_SCRIPT.contains(language);
  }

  /** Such as {@code de}; empty where it is not sure. */
  static String tell(String text) {
    var script = byScript(text);
    if (script != null) {
      return script;
    }
    var sample = sample(text);
    if (sample.length() < 20) {
      return "";
    }
    var found = Made.MODEL.getProbabilities(sample);
    return found.isEmpty() || found.get(0).getProbability() < SURE
        ? ""
        : found.get(0).getLocale().getLanguage();
  }

  private static LanguageDetector model() {
    try {
      var locales = COMPARED.stream().map(LdLocale::fromString).toList();
      return LanguageDetectorBuilder.create(NgramExtractors.standard())
          .seed(0)
          .withProfiles(new LanguageProfileReader().readBuiltIn(locales))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the middle of it: what comes first is often in another language. */
  private static String sample(String text) {
    if (text.length() <= SAMPLE) {
      return text;
    }
    int start = (text.length() - SAMPLE) / 3;
    return text.substring(start, start + SAMPLE);
  }

  private static String byScript(String text) {
    int letters = 0;
    var counts = new int[7];
    int most = Math.min(text.length(), 2_000);
    for (int at = 0; at < most; at++) {
      char c = text.charAt(at);
      if (c < 0x370) {
        letters += Character.isLetter(c) ? 1 : 0;
        continue;
      }
      letters++;
      int script = script(c);
      if (script >= 0) {
        counts[script]++;
      }
    }
    return letters < 10 ? null : named(counts, letters);
  }

  private static int script(char c) {
    if (c < 0x400) {
      return 3;
    }
    if (c >= 0x0590 && c < 0x0600) {
      return 5;
    }
    if (c >= 0x0900 && c < 0x0980) {
      return 6;
    }
    if (c >= 0x0E00 && c < 0x0E80) {
      return 4;
    }
    if (c >= 0x3040 && c < 0x3100) {
      return 0;
    }
    if (c >= 0x3400 && c < 0xA000) {
      return 1;
    }
    return c >= 0xAC00 && c < 0xD7A4 || c >= 0x1100 && c < 0x1200 ? 2 : -1;
  }

  private static String named(int[] counts, int letters) {
    if ((counts[0] + counts[1]) * 2 > letters) {
      return counts[0] * 20 > counts[1] ? "ja" : "zh";
    }
    var names = new String[] {"ja", "zh", "ko", "el", "th", "he", "hi"};
    for (int script = 2; script < counts.length; script++) {
      if (counts[script] * 2 > letters) {
        return names[script];
      }
    }
    return null;
  }
}
