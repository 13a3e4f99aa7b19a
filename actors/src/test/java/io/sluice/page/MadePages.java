package io.sluice.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/** Pages that tests make, and what is read of them. */
final class MadePages {
  static final URI HOME = URI.create("https://www.bergmann-moebel.de/");
  static final PageSettings SETTINGS = new PageSettings(20, 6_000, false);
  static final PageReader READER = new PageReader(SETTINGS);

  /** Enough words for a page not to be thin. */
  static final String WORDS =
      "<p>For thirty years our workshop beside the harbour has made tables, cupboards and whole"
          + " kitchens of wood from the woods around us, and everything is planned, built and brought"
          + " to you by the same five people.</p>";

  private MadePages() {}

  /** Facts of a page with this body. */
  static PageFacts body(String body) {
    return html(
        "<!doctype html><html><head><title>Page</title></head><body>" + body + "</body></html>");
  }

  static PageFacts html(String html) {
    return READER.read(page(HOME, html));
  }

  static PageFacts guessed(String html) {
    return READER.read(page(HOME.resolve("/contact"), html), true, Optional.empty());
  }

  static FetchedPage page(URI address, String html) {
    return new FetchedPage(
        address,
        200,
        Map.of("content-type", "text/html; charset=utf-8"),
        html.getBytes(UTF_8),
        false);
  }

  /** As bytes of a charset, with this header. */
  static PageFacts bytes(String html, Charset charset, String contentType) {
    return READER.read(
        new FetchedPage(
            HOME, 200, Map.of("content-type", contentType), html.getBytes(charset), false));
  }
}
