package io.sluice.tests.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/**
 * Web sites of one page, on all addresses of loopback, in a process of their own: a thread for each
 * connection, and answers that are ready. Ends with its standard input.
 */
public final class ClientBenchServer {
  static final int PAGE_BYTES = 80 << 10;

  /** A page that comes when so many have asked for one. */
  static final String TOGETHER = "/together";

  private final byte[] answer = answer();
  private final CountDownLatch together;

  private ClientBenchServer(int together) {
    this.together = new CountDownLatch(together);
  }

  /** Arguments: how many are together. Prints the ports without and with TLS. */
  public static void main(String[] args) throws Exception {
    int together = Integer.parseInt(args[0]);
    var every = InetAddress.getByName("0.0.0.0");
    var plain = new ServerSocket(0, 4096, every);
    var secure =
        SSLContext.getDefault().getServerSocketFactory().createServerSocket(0, 4096, every);
    daemon(() -> new ClientBenchServer(together).accept(plain));
    daemon(() -> new ClientBenchServer(together).accept(secure));
    System.out.println(plain.getLocalPort() + " " + secure.getLocalPort());
    while (System.in.read() >= 0) {
      // Until whoever started it is gone.
    }
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(null, work, "site", 256 << 10);
    thread.setDaemon(true);
    thread.start();
  }

  /** Letters at random: not so easy to pack, and not packed. */
  private static byte[] answer() {
    var body = new byte[PAGE_BYTES];
    var random = new Random(1);
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ('a' + random.nextInt(26));
    }
    var head =
        """
        HTTP/1.1 200 OK\r
        Date: Mon, 30 Nov 2026 00:00:00 GMT\r
        Server: nginx\r
        Content-Type: text/html; charset=UTF-8\r
        Content-Length: %d\r
        Connection: keep-alive\r
        Vary: Accept-Encoding\r
        Cache-Control: max-age=600\r
        X-Frame-Options: SAMEORIGIN\r
        Set-Cookie: session=0123456789abcdef0123456789abcdef; path=/; HttpOnly\r
        \r
        """
            .formatted(PAGE_BYTES)
            .getBytes(StandardCharsets.US_ASCII);
    var all = Arrays.copyOf(head, head.length + PAGE_BYTES);
    System.arraycopy(body, 0, all, head.length, PAGE_BYTES);
    return all;
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        var socket = listening.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      for (var request = head(in); !request.isEmpty(); request = head(in)) {
        if (request.contains(TOGETHER)) {
          together.countDown();
          together.await();
        }
        socket.getOutputStream().write(answer);
        if (request.contains("Connection: close")) {
          return;
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, as it may.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
