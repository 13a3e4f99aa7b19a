package io.sluice.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The page that files are sent with: a path comes in, a file of this program goes out. It holds
 * nothing of anybody, so it needs no token; what it asks the API for does.
 */
public final class UploadPage {
  /** Its files, which need no token. */
  public static final Set<String> PATHS = Set.of("/upload", "/upload.js", "/upload.css");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final Map<String, HttpResponse> answers =
      Map.of(
          "/upload",
          file("upload.html", ContentTypes.TEXT_HTML_UTF8),
          "/upload.js",
          file(
              "upload.js",
              ContentTypes.create(MediaTypes.APPLICATION_JAVASCRIPT, HttpCharsets.UTF_8)),
          "/upload.css",
          file("upload.css", ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8)));

  private static HttpResponse file(String name, ContentType type) {
    try (var in = UploadPage.class.getResourceAsStream(name)) {
      return HttpResponse.create()
          .withEntity(HttpEntities.create(type, in.readAllBytes()))
          .addHeader(RawHeader.create("Content-Security-Policy", POLICY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer, if one of its files is asked for. */
  Optional<HttpResponse> answer(HttpRequest request) {
    return request.method().equals(HttpMethods.GET)
        ? Optional.ofNullable(answers.get(request.getUri().path()))
        : Optional.empty();
  }
}
