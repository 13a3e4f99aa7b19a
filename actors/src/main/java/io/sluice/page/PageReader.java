package io.sluice.page;

import java.util.Optional;

/**
 * Reads what a page says: its bytes go in, facts come out, whatever the page is. It asks nobody
 * anything, and keeps nothing.
 */
public final class PageReader {
  private final PageSettings settings;

  public PageReader(PageSettings settings) {
    this.settings = settings;
  }

  /** A page that was linked to. */
  public PageFacts read(FetchedPage page) {
    return read(page, false, Optional.empty());
  }

  /**
   * @param guessed whether nothing says that there is such a page, so that one which says that
   *     there is none is believed
   * @param home the {@link PageFacts#provenLanguage} of the site's home page, where that was read
   */
  public PageFacts read(FetchedPage page, boolean guessed, Optional<Language> home) {
    var other = HtmlSigns.otherThan(page);
    if (other != null) {
      return PageFacts.notHtml(page, other, Permissions.of(page, new HeadWatcher()));
    }
    try {
      return new PageReading(page, settings).facts(guessed, home);
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a library does on a stranger's bytes, a page must not end who reads it.
      var sign = "could not be read: " + e.getClass().getSimpleName();
      return PageFacts.notHtml(page, sign, Permissions.of(page, new HeadWatcher()));
    }
  }
}
