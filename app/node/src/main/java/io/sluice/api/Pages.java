package io.sluice.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
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
 * The pages that people look at: a path comes in, a file of this program goes out. They hold
 * nothing of anybody, so they need no token; what they ask the API for does.
 */
public final class Pages {
  private static final ContentType SCRIPT =
      ContentTypes.create(MediaTypes.APPLICATION_JAVASCRIPT, HttpCharsets.UTF_8);
  private static final ContentType STYLE =
      ContentTypes.create(MediaTypes.TEXT_CSS, HttpCharsets.UTF_8);

  /** What draws the charts, where the library's own jar has it. */
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/" + version() + "/";

  private static final List<PageFile> FILES =
      List.of(
          new PageFile("/upload", "upload.html", ContentTypes.TEXT_HTML_UTF8),
          new PageFile("/upload.js", "upload.js", SCRIPT),
          new PageFile("/upload.css", "upload.css", STYLE),
          new PageFile("/dashboard", "dashboard/page.html", ContentTypes.TEXT_HTML_UTF8),
          new PageFile("/dashboard/page.css", "dashboard/page.css", STYLE),
          new PageFile("/dashboard/page.js", "dashboard/page.js", SCRIPT),
          new PageFile("/dashboard/node.js", "dashboard/node.js", SCRIPT),
          new PageFile("/dashboard/rates.js", "dashboard/rates.js", SCRIPT),
          new PageFile("/dashboard/work.js", "dashboard/work.js", SCRIPT),
          new PageFile("/dashboard/words.js", "dashboard/words.js", SCRIPT),
          new PageFile("/dashboard/uplot.js", CHARTS + "dist/uPlot.iife.min.js", SCRIPT),
          new PageFile("/dashboard/uplot.css", CHARTS + "dist/uPlot.min.css", STYLE),
          new PageFile(
              "/dashboard/uplot-licence.txt", CHARTS + "LICENSE", ContentTypes.TEXT_PLAIN_UTF8));

  /** Their files, which need no token. */
  public static final Set<String> PATHS =
      FILES.stream().map(PageFile::path).collect(Collectors.toUnmodifiableSet());

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final Map<String, HttpResponse> answers =
      FILES.stream().collect(Collectors.toMap(PageFile::path, PageFile::answer));

  /**
   * A file of a page.
   *
   * @param resource beside this class or, with a slash before it, wherever it is
   */
  private record PageFile(String path, String resource, ContentType type) {
    HttpResponse answer() {
      return HttpResponse.create()
          .withEntity(HttpEntities.create(type, read(resource)))
          .addHeader(RawHeader.create("Content-Security-Policy", POLICY));
    }
  }

  private static byte[] read(String resource) {
    try (var in = Pages.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() {
    var known = new Properties();
    try {
      known.load(
          new ByteArrayInputStream(read("/META-INF/maven/org.webjars.npm/uplot/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known.getProperty("version");
  }

  /** The answer, if one of their files is asked for. */
  Optional<HttpResponse> answer(HttpRequest request) {
    return request.method().equals(HttpMethods.GET)
        ? Optional.ofNullable(answers.get(request.getUri().path()))
        : Optional.empty();
  }
}
