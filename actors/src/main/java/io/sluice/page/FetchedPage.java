package io.sluice.page;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * A page as its site gave it.
 *
 * @param address where it was found in the end, behind all redirects
 * @param headers by their names in lower case; several of one name are joined by commas
 * @param body without its content encoding
 * @param cut whether the body has an end that is missing here
 */
public record FetchedPage(
    URI address, int status, Map<String, String> headers, byte[] body, boolean cut) {
  private static final int MOST_HEADER = 1_000;

  public FetchedPage {
    headers = Map.copyOf(headers);
  }

  /** The value of a header, as much as anybody means of it; empty where there is none. */
  String header(String name) {
    return CleanText.line(headers.getOrDefault(name, ""), MOST_HEADER);
  }

  /** Such as {@code text/html}; empty where nothing is said. */
  String contentType() {
    var said = header("content-type");
    int end = said.indexOf(';');
    return (end < 0 ? said : said.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
