package io.sluice.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Pages that have the same frame, with the script of each. */
  private static final List<Framed> FRAMED =
      List.of(
          new Framed("/dashboard", "board", "Dashboard"),
          new Framed("/dashboard/channels", "channels", "Channels"),
          new Framed("/dashboard/channel", "channel", "Channel"),
          new Framed("/dashboard/batches", "batches", "Batches"),
          new Framed("/dashboard/batch", "batch", "Batch"),
          new Framed("/dashboard/websites", "websites", "Websites"),
          new Framed("/dashboard/documents", "documents", "Documents"),
          new Framed("/dashboard/consumers", "consumers", "Consumers"),
          new Framed("/dashboard/nodes", "nodes", "Nodes"),
          new Framed("/dashboard/map", "map", "Map of the work"),
          new Framed("/dashboard/add", "add", "Add"));

  /** What their scripts have in common. */
  private static final List<String> MODULES =
      List.of(
          "node", "frame", "words", "table", "filters", "acts", "items", "lifelog", "rates", "work",
          "waits");

  private static final List<PageFile> OTHERS =
      List.of(
          new PageFile("/upload", "upload.html", ContentTypes.TEXT_HTML_UTF8),
          new PageFile("/upload.js", "upload.js", SCRIPT),
          new PageFile("/upload.css", "upload.css", STYLE),
          new PageFile("/dashboard/page.css", "dashboard/page.css", STYLE),
          new PageFile(
              "/dashboard/uplot.js", () -> read(CHARTS + "dist/uPlot.iife.min.js"), SCRIPT),
          new PageFile("/dashboard/uplot.css", () -> read(CHARTS + "dist/uPlot.min.css"), STYLE),
          new PageFile(
              "/dashboard/uplot-licence.txt",
              () -> read(CHARTS + "LICENSE"),
              ContentTypes.TEXT_PLAIN_UTF8));

  private static final List<PageFile> FILES =
      Stream.of(
              OTHERS.stream(),
              FRAMED.stream().flatMap(Framed::files),
              MODULES.stream().map(Pages::module))
          .flatMap(Function.identity())
          .toList();

  /** Their files, which need no token. */
  static final Set<String> PATHS =
      FILES.stream().map(PageFile::path).collect(Collectors.toUnmodifiableSet());

  /** What needs no token: their files, and where one is given. */
  public static final Set<String> OPEN =
      Stream.concat(PATHS.stream(), Stream.of("/api/session"))
          .collect(Collectors.toUnmodifiableSet());

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final Map<String, HttpResponse> answers =
      FILES.stream().collect(Collectors.toMap(PageFile::path, PageFile::answer));

  /**
   * A file of a page.
   *
   * @param text gives its bytes
   */
  private record PageFile(String path, Supplier<byte[]> text, ContentType type) {
    PageFile(String path, String resource, ContentType type) {
      this(path, () -> Pages.text(resource).getBytes(StandardCharsets.UTF_8), type);
    }

    HttpResponse answer() {
      return HttpResponse.create()
          .withEntity(HttpEntities.create(type, text.get()))
          .addHeader(RawHeader.create("Content-Security-Policy", POLICY));
    }
  }

  private static PageFile module(String name) {
    return new PageFile("/dashboard/" + name + ".js", "dashboard/" + name + ".js", SCRIPT);
  }

  /** A page of the dashboard, which its script fills; the first one has parts of its own. */
  private record Framed(String path, String script, String title) {
    private static final String FIRST = "/dashboard";

    Stream<PageFile> files() {
      return Stream.of(new PageFile(path, this::html, ContentTypes.TEXT_HTML_UTF8), module(script));
    }

    private byte[] html() {
      boolean isFirst = path.equals(FIRST);
      return text("dashboard/shell.html")
          .replace("{title}", title)
          .replace("{script}", script)
          .replace("{head}", isFirst ? text("dashboard/charts.html") : "")
          .replace("{body}", isFirst ? text("dashboard/board.html") : "<div id=\"page\"></div>\n")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Without what helps only those who write it: indentation, and lines that are comments. */
  private static String text(String resource) {
    return new String(read(resource), StandardCharsets.UTF_8)
        .lines()
        .map(String::stripLeading)
        .filter(line -> !line.startsWith("//"))
        .collect(Collectors.joining("\n", "", "\n"));
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
