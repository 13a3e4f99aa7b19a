package io.sluice.standin.site;

import io.sluice.standin.site.SiteConnection.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** What each site says to a request, when it says it, and how it fails. Thread-safe. */
final class SiteAnswers {
  private static final int LONG_MILLIS = 3_600_000;
  private static final int LARGE = 12 << 20;
  private static final String HTML = "text/html; charset=utf-8";

  private final ManySites.Options options;
  private final VisitRecord record;
  private final MadePages pages = new MadePages();
  private final SSLContext tls;

  /** Those whose flood is over. */
  private final Set<Integer> flooded = ConcurrentHashMap.newKeySet();

  private volatile int port;

  SiteAnswers(ManySites.Options options, VisitRecord record, InventedAuthority authority)
      throws GeneralSecurityException {
    this.options = options;
    this.record = record;
    tls = authority.context(this::shown);
  }

  /** Of one that is false the certificate is that of another. */
  private String shown(String host) {
    return MadeSite.number(host, options.count())
        .map(number -> MadeSite.of(number, options))
        .filter(site -> site.kind() == SiteKind.FALSE_NAME)
        .map(site -> "somebody-else.test")
        .orElse(host);
  }

  SSLContext tls() {
    return tls;
  }

  void at(int port) {
    this.port = port;
  }

  /**
   * @return whether another request may come
   */
  boolean answer(Request request, OutputStream out, Socket socket)
      throws IOException, InterruptedException {
    var number = MadeSite.number(request.host(), options.count());
    if (number.isEmpty()) {
      send(out, "421 Misdirected Request", HTML, "", bytes("no such site"));
      return false;
    }
    var site = MadeSite.of(number.get(), options);
    int host = site.number() + (request.host().startsWith("brand") ? options.count() : 0);
    record.begin(host);
    if (site.kind() == SiteKind.SILENT) {
      awaitGivenUp(host, socket);
      record.sent(0);
      return false;
    }
    try {
      Thread.sleep(site.latencyMillis());
    } finally {
      record.end(host);
    }
    int status = 0;
    try {
      status = answer(site, request, out, socket);
    } finally {
      record.sent(status);
    }
    return status > 0;
  }

  private void awaitGivenUp(int host, Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    } finally {
      record.givenUp(host);
    }
  }

  private int answer(MadeSite site, Request request, OutputStream out, Socket socket)
      throws IOException, InterruptedException {
    if (site.kind() == SiteKind.RESETS) {
      socket.setSoLinger(true, 0);
      socket.close();
      return 0;
    }
    boolean isBrand = request.host().startsWith("brand");
    if (site.secure() && !request.secure()) {
      return redirect(out, "301 Moved Permanently", url(true, request.host(), request.path()));
    }
    if (request.path().equals("/robots.txt")) {
      return robots(site, out);
    }
    return isBrand ? page(site, request, out) : byKind(site, request, out);
  }

  private int robots(MadeSite site, OutputStream out) throws IOException {
    if (site.kind() == SiteKind.ROBOTS_5XX) {
      return send(out, "503 Service Unavailable", HTML, "", bytes("later"));
    }
    var robots = SiteRobots.of(site);
    return robots.isEmpty()
        ? send(out, "404 Not Found", HTML, "", bytes("<h1>Not found</h1>"))
        : send(out, "200 OK", "text/plain", "", bytes(robots));
  }

  private int byKind(MadeSite site, Request request, OutputStream out)
      throws IOException, InterruptedException {
    var host = request.host();
    return switch (site.kind()) {
      case FLOOD_429 -> flood(site, request, out, "429 Too Many Requests");
      case FLOOD_503 -> flood(site, request, out, "503 Service Unavailable");
      case CLOSED ->
          send(out, "429 Too Many Requests", HTML, "Retry-After: 86400\r\n", bytes("never"));
      case WWW ->
          host.startsWith("www.")
              ? page(site, request, out)
              : redirect(
                  out,
                  "301 Moved Permanently",
                  url(request.secure(), "www." + host, request.path()));
      case OTHER_HOST ->
          redirect(out, "302 Found", url(request.secure(), "brand" + site.number() + ".test", "/"));
      case LOOP -> redirect(out, "302 Found", "/again" + request.path());
      case PRIVATE_REDIRECT -> redirect(out, "302 Found", "http://10.0.0.1/");
      case NOT_FOUND -> send(out, "404 Not Found", HTML, "", bytes("<h1>Not found</h1>"));
      case FORBIDDEN -> send(out, "403 Forbidden", HTML, "", bytes("<h1>Forbidden</h1>"));
      case SERVER_ERROR -> send(out, "500 Internal Server Error", HTML, "", bytes("<h1>Oops</h1>"));
      case CHALLENGE ->
          send(out, "403 Forbidden", HTML, "cf-mitigated: challenge\r\n", SiteOddities.CHALLENGE);
      case PARKED -> send(out, "200 OK", HTML, "", SiteOddities.parked(site));
      case THIN -> send(out, "200 OK", HTML, "", bytes("<html><body>Soon</body></html>"));
      case NOT_HTML -> send(out, "200 OK", "application/pdf", "", bytes("%PDF-1.7\n"));
      case TOO_LARGE -> send(out, "200 OK", HTML, "", new byte[LARGE]);
      case DRIPS -> drip(out);
      case SOFT_404 ->
          send(
              out,
              "200 OK",
              HTML,
              "",
              bytes(
                  "<html><head><title>404 - Page not found</title></head><body><h1>Page not"
                      + " found</h1><p>The page you are looking for does not exist.</p></body></html>"));
      case ODD -> SiteOddities.send(site, pages.home(site), out);
      default -> page(site, request, out);
    };
  }

  private int flood(MadeSite site, Request request, OutputStream out, String status)
      throws IOException {
    if (flooded.add(site.number())) {
      return send(out, status, HTML, "Retry-After: 2\r\n", bytes("later"));
    }
    return page(site, request, out);
  }

  private int page(MadeSite site, Request request, OutputStream out) throws IOException {
    var path = request.path();
    if (path.equals("/")) {
      return send(out, "200 OK", HTML, "", pages.home(site));
    }
    if (path.equals("/about")) {
      return send(out, "200 OK", HTML, "", pages.about(site));
    }
    return path.equals(site.language().contactPath())
        ? send(out, "200 OK", HTML, "", pages.contact(site))
        : send(out, "404 Not Found", HTML, "", bytes("<h1>Not found</h1>"));
  }

  private int drip(OutputStream out) throws IOException, InterruptedException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: " + HTML + "\r\n\r\n<html>"));
    for (int i = 0; i < LONG_MILLIS / 1000; i++) {
      out.write('x');
      out.flush();
      Thread.sleep(1000);
    }
    return 0;
  }

  private String url(boolean secure, String host, String path) {
    boolean isUsual = port == (secure ? 443 : 80);
    return (secure ? "https://" : "http://") + host + (isUsual ? "" : ":" + port) + path;
  }

  private static int redirect(OutputStream out, String status, String location) throws IOException {
    return send(out, status, HTML, "Location: " + location + "\r\n", bytes("moved"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @return the status
   */
  static int send(OutputStream out, String status, String type, String headers, byte[] body)
      throws IOException {
    var head =
        "HTTP/1.1 %s\r\nServer: nginx\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(status, type, body.length, headers);
    var whole = new byte[head.length() + body.length];
    System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, whole, 0, head.length());
    System.arraycopy(body, 0, whole, head.length(), body.length);
    out.write(whole);
    out.flush();
    return Integer.parseInt(status.substring(0, 3));
  }
}
