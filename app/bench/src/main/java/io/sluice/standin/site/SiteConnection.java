package io.sluice.standin.site;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/** One connection to a site: requests are read one after another, and answered as it does. */
final class SiteConnection {
  private static final int TLS = 0x16;
  private static final int MOST_LINE = 1 << 14;
  private static final int IDLE_MILLIS = 60_000;

  private final Socket socket;
  private final SiteAnswers answers;

  SiteConnection(Socket socket, SiteAnswers answers) {
    this.socket = socket;
    this.answers = answers;
  }

  /** What was asked for. */
  record Request(String host, String path, boolean secure) {}

  void serve() throws IOException, InterruptedException {
    socket.setSoTimeout(IDLE_MILLIS);
    int first = socket.getInputStream().read();
    if (first < 0) {
      return;
    }
    var consumed = new ByteArrayInputStream(new byte[] {(byte) first});
    if (first == TLS) {
      try (var secure =
          (SSLSocket) answers.tls().getSocketFactory().createSocket(socket, consumed, true)) {
        talk(secure.getInputStream(), secure.getOutputStream(), true);
      }
    } else {
      var in = new SequenceInputStream(consumed, socket.getInputStream());
      talk(in, socket.getOutputStream(), false);
    }
  }

  private void talk(InputStream bytes, OutputStream out, boolean secure)
      throws IOException, InterruptedException {
    var in = new BufferedInputStream(bytes, 4096);
    for (boolean goesOn = true; goesOn; ) {
      var line = line(in);
      if (line == null) {
        return;
      }
      var parts = line.split(" ", 3);
      String host = "";
      boolean isLast = false;
      for (var field = line(in); field != null && !field.isEmpty(); field = line(in)) {
        var lower = field.toLowerCase(Locale.ROOT);
        host = lower.startsWith("host:") ? lower.substring(5).strip() : host;
        isLast |= lower.startsWith("connection:") && lower.contains("close");
      }
      int port = host.lastIndexOf(':');
      var name = port < 0 ? host : host.substring(0, port);
      var path = parts.length < 2 ? "/" : parts[1];
      goesOn = answers.answer(new Request(name, path, secure), out, socket) && !isLast;
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int one = in.read(); one != '\n'; one = in.read()) {
      if (one < 0 || line.size() > MOST_LINE) {
        return null;
      }
      if (one != '\r') {
        line.write(one);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
