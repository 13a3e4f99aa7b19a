package io.sluice.cluster;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Connects to another node as this one would, and tells in a sentence why the two do not come
 * together. Pekko only tries again and again.
 */
public final class NodeProbe {
  private static final int CONNECT_MILLIS = 3000;
  private static final int ANSWER_MILLIS = 2000;
  private static final int REFUSAL_MILLIS = 500;
  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final String ALERT = "fatal alert: ";

  private final NodeSettings settings;
  private final String name;
  private final InetSocketAddress other;

  private NodeProbe(NodeSettings settings, String host, int port) {
    this.settings = settings;
    name = host + ":" + port;
    other = new InetSocketAddress(host, port);
  }

  /**
   * Takes some seconds at most; empty if nothing is wrong with the connection.
   *
   * @param host of the other node, as its address in the cluster has it
   */
  public static Optional<String> of(NodeSettings settings, String host, int port) {
    var probe = new NodeProbe(settings, host, port);
    try {
      return probe.finding();
    } catch (ConnectException e) {
      return Optional.of("nobody listens at %s: has that node ended?".formatted(probe.name));
    } catch (UnknownHostException e) {
      return Optional.of("%s has a name that is not known here".formatted(probe.name));
    } catch (IOException e) {
      return Optional.of(
          "%s cannot be reached (%s): is there a firewall between?"
              .formatted(probe.name, e.getMessage()));
    } catch (InvalidSettingException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> finding() throws IOException {
    boolean encrypted = speaksTls();
    if (settings.tls().isEmpty()) {
      return encrypted
          ? Optional.of(
              name
                  + " speaks TLS and this node does not: set NODE_TLS_CERTIFICATE, NODE_TLS_KEY"
                  + " and NODE_TLS_CA here")
          : Optional.empty();
    }
    return encrypted
        ? handshake(settings.tls().get().credentials(Instant.now()))
        : Optional.of(
            name
                + " speaks no TLS and this node does: set NODE_TLS_CERTIFICATE, NODE_TLS_KEY and"
                + " NODE_TLS_CA there");
  }

  private Socket connect() throws IOException {
    if (other.isUnresolved()) {
      throw new UnknownHostException(other.getHostString());
    }
    var socket = new Socket();
    socket.connect(other, CONNECT_MILLIS);
    socket.setSoTimeout(ANSWER_MILLIS);
    return socket;
  }

  private boolean speaksTls() throws IOException {
    try (var socket = connect()) {
      try {
        socket.getOutputStream().write(hello());
        int first = socket.getInputStream().read();
        return first == TLS_HANDSHAKE || first == TLS_ALERT;
      } catch (IOException e) {
        // Whoever speaks TLS answers a greeting.
        return false;
      }
    }
  }

  private static byte[] hello() throws SSLException {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      var bytes = new byte[out.flip().remaining()];
      out.get(bytes);
      return bytes;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private Optional<String> handshake(NodeCredentials credentials) throws IOException {
    try (var plain = connect();
        var socket =
            (SSLSocket)
                credentials
                    .context()
                    .getSocketFactory()
                    .createSocket(plain, other.getHostString(), other.getPort(), true)) {
      try {
        socket.setEnabledProtocols(NodeCredentials.protocols());
        socket.startHandshake();
        var strange = credentials.strangeness(socket.getSession());
        if (strange.isPresent()) {
          return Optional.of(name + " is refused: " + strange.get());
        }
        // With TLS 1.3 the other end looks at our certificate only after this.
        socket.setSoTimeout(REFUSAL_MILLIS);
        return socket.getInputStream().read() < 0 ? Optional.of(refusal("")) : Optional.empty();
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(reason(e));
      }
    }
  }

  private String reason(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return "the certificate of %s is out of its time (%s): renew it, or look at the clocks"
            .formatted(name, cause.getMessage());
      }
    }
    var message = String.valueOf(failure.getMessage());
    int alert = message.indexOf(ALERT);
    if (alert >= 0) {
      return refusal(" (" + message.substring(alert + ALERT.length()) + ")");
    }
    return failure instanceof SSLException
        ? "the certificate of %s is not signed by who stands in NODE_TLS_CA here (%s)"
            .formatted(name, NodeCredentials.root(failure))
        : refusal(" (" + message + ")");
  }

  private String refusal(String how) {
    return "%s refuses this node's certificate%s: is it signed by who stands in NODE_TLS_CA there, not expired, and is there a name in common?"
        .formatted(name, how);
  }
}
