package io.sluice.page;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * What is taken of a page.
 *
 * @param leastWords a page whose main text has fewer is thin
 * @param mostText characters of main text that are kept
 * @param personalEmails whether addresses of persons are kept, and not only those of roles
 */
public record PageSettings(int leastWords, int mostText, boolean personalEmails) {
  public static PageSettings from(Config config) {
    var settings = new SettingsReader(config);
    return new PageSettings(
        settings.integer("MIN_PAGE_WORDS", 0, 10_000),
        settings.integer("MAX_PAGE_TEXT", 100, 100_000),
        settings.flag("PERSONAL_EMAILS"));
  }
}
