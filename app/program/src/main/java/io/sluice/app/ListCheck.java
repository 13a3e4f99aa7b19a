package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.website.WebsiteSettings;
import io.sluice.website.WebsiteSheet;
import io.sluice.website.WebsiteTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at a list of websites before anybody is given it: what is wrong is told at once. */
final class ListCheck {
  private ListCheck() {}

  /**
   * @throws IOException with what is wrong, if no websites can be read of it
   */
  static void of(Path list, WebsiteTerms terms, Config config) throws IOException {
    if (!Files.isRegularFile(list)) {
      throw new IOException(list + (Files.exists(list) ? " is no file" : " is not there"));
    }
    try {
      WebsiteSheet.check(
          list.toString(),
          () -> Files.newInputStream(list),
          terms,
          WebsiteSettings.from(config).maxListBytes());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
