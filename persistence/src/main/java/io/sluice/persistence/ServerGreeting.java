package io.sluice.persistence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How a server greets who connects, before anybody says who he is: an address goes in, times come
 * out. Nothing secret is sent, so that any certificate will do.
 *
 * @param connect until there is a connection
 * @param tls for the agreement about keys; empty where the server speaks no TLS
 */
public record ServerGreeting(Duration connect, Optional<Duration> tls) {
  /** Of PostgreSQL's protocol: whether the server speaks TLS. */
  private static final byte[] TLS_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

  private static final int YES = 'S';

  /**
   * @throws IOException if there is no connection in that time
   */
  public static ServerGreeting of(DatabaseAddress address, Duration limit) throws IOException {
    int colon = address.host().lastIndexOf(':');
    var host = address.host().substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(address.host().substring(colon + 1));
    long began = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      var connect = Duration.ofNanos(System.nanoTime() - began);
      socket.setSoTimeout((int) limit.toMillis());
      socket.getOutputStream().write(TLS_REQUEST);
      socket.getOutputStream().flush();
      return new ServerGreeting(
          connect,
          socket.getInputStream().read() == YES
              ? Optional.of(tls(socket, host, port))
              : Optional.empty());
    }
  }

  private static Duration tls(Socket socket, String host, int port) throws IOException {
    try {
      var any = SSLContext.getInstance("TLS");
      any.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
      long began = System.nanoTime();
      try (var secure =
          (SSLSocket) any.getSocketFactory().createSocket(socket, host, port, false)) {
        secure.startHandshake();
        return Duration.ofNanos(System.nanoTime() - began);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java speaks no TLS: " + e.getMessage(), e);
    }
  }

  /** Only the time is measured, and nothing is sent that somebody must not read. */
  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
