package io.sluice.standin.site;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers that no server should give, and that browsers read. */
final class SiteOddities {
  static final byte[] CHALLENGE =
      bytes(
          "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div"
              + " id=\"challenge-running\">Checking if the site connection is secure</div><script"
              + " src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page\"></script></body></html>");

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n";
  private static final int KINDS = 12;

  private SiteOddities() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] parked(MadeSite site) {
    return bytes(
        "<!DOCTYPE html><html><head><title>"
            + site.host()
            + " is for sale</title></head><body><h1>This domain is for sale!</h1><p>"
            + site.host()
            + " may be for sale by its owner. Buy this domain.</p><a"
            + " href=\"https://www.sedo.com/\">Sedo domain parking</a></body></html>");
  }

  /**
   * @return the status; 0 where the connection ends with the answer
   */
  static int send(MadeSite site, byte[] page, OutputStream out) throws IOException {
    var length = "Content-Length: " + page.length + "\r\n";
    switch (site.odd() % KINDS) {
      case 0 -> whole(out, "HTTP/1.1 200 " + "O".repeat(300) + "\r\n" + HTML + length, page);
      case 1 -> whole(out, "HTTP/1.1 200\r\n" + HTML + length, page);
      case 2 -> whole(out, OK + HTML + "X-Long: " + "x".repeat(30_000) + "\r\n" + length, page);
      case 3 -> whole(out, OK + HTML + "X: 1\r\n".repeat(150) + length, page);
      case 4 -> whole(out, OK + HTML + "Content-Encoding: none\r\n" + length, page);
      case 5 -> whole(out, OK + HTML + "Content-Encoding: gzip\r\n" + length, page);
      case 6 -> whole(out, OK + HTML + "no colon here\r\n" + length, page);
      case 7 ->
          whole(out, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK + HTML + length, page);
      case 8 -> {
        whole(out, "HTTP/1.0 200 OK\r\n" + HTML, page);
        return 0;
      }
      case 9 -> {
        whole(out, OK + HTML + "Content-Length: " + (page.length + 1000) + "\r\n", page);
        return 0;
      }
      case 10 -> {
        // The last chunk is missing.
        whole(out, OK + HTML + "Transfer-Encoding: chunked\r\n", chunk(page));
        return 0;
      }
      default -> whole(out, "HTTP/1.1 200 OK\n" + (HTML + length).replace("\r", ""), page);
    }
    return 200;
  }

  private static byte[] chunk(byte[] page) {
    var size = bytes(Integer.toHexString(page.length) + ";x=y\r\n");
    var all = new byte[size.length + page.length + 2];
    System.arraycopy(size, 0, all, 0, size.length);
    System.arraycopy(page, 0, all, size.length, page.length);
    all[all.length - 2] = '\r';
    all[all.length - 1] = '\n';
    return all;
  }

  private static void whole(OutputStream out, String head, byte[] body) throws IOException {
    out.write(bytes(head + (head.contains("\r") ? "\r\n" : "\n")));
    out.write(body);
    out.flush();
  }
}
