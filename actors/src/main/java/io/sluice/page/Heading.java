package io.sluice.page;

/**
 * What a page says of itself.
 *
 * @param canonical address that it wants to be known by, empty where it names none
 * @param refresh address to which it sends its readers on by itself, empty where to none
 */
public record Heading(
    String title, String description, String heading, String canonical, String refresh) {
  private static final int LINE = 300;
  private static final int LINES = 600;

  static Heading of(HeadWatcher head, String base) {
    return new Heading(
        head.title().isEmpty() ? CleanText.line(head.meta("og:title"), LINE) : head.title(),
        CleanText.line(head.meta("description", "og:description", "twitter:description"), LINES),
        head.heading(),
        PageAddress.resolve(base, head.canonical()).orElse(""),
        PageAddress.resolve(base, head.refresh()).orElse(""));
  }

  static Heading none() {
    return new Heading("", "", "", "", "");
  }
}
