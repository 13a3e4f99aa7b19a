package io.sluice.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.sluice.tls.GuardedEngine;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.LoggerFactory;

/**
 * TLS to whoever is asked: by BoringSSL, which takes a fifth of the processor that the JDK does, or
 * by the JDK where there is no build of it for this machine. Whom to trust is the JDK's either way,
 * and a server is believed whose certificate is for the name that was asked.
 */
final class Tls {
  /** For who does not read what it is told last. */
  private static final long FAREWELL_MILLIS = 500;

  private final SslContext usual;

  /** Takes whatever name the server is to be told. */
  private final SslContext javas;

  private Tls(SslContext usual, SslContext javas) {
    this.usual = usual;
    this.javas = javas;
  }

  /** Trusts whom Java does, or whom javax.net.ssl.trustStore names. */
  static Tls ofThisMachine() {
    return OfThisMachine.TLS;
  }

  /** Made once: it reads some hundred certificates. */
  private static final class OfThisMachine {
    static final Tls TLS = trusting(null);

    static {
      if (!OpenSsl.isAvailable()) {
        LoggerFactory.getLogger(Tls.class)
            .info(
                "TLS to websites is the JDK's, which takes more of the processor: {}",
                HttpFailure.words(OpenSsl.unavailabilityCause()));
      }
    }
  }

  /**
   * @param authorities who is trusted; null for those of this machine
   */
  static Tls trusting(KeyStore authorities) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      var javas = context(SslProvider.JDK, trust);
      return new Tls(
          OpenSsl.isAvailable() ? context(SslProvider.OPENSSL_REFCNT, trust) : javas, javas);
    } catch (GeneralSecurityException | SSLException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static SslContext context(SslProvider provider, TrustManagerFactory trust)
      throws SSLException {
    return SslContextBuilder.forClient().sslProvider(provider).trustManager(trust).build();
  }

  /**
   * For one connection; ends with its channel.
   *
   * @param unusual the host, if its name and certificate are the caller's to check
   */
  SslHandler handler(
      ByteBufAllocator memory, String host, int port, Optional<UnusualName> unusual) {
    var context = unusual.isPresent() ? javas : usual;
    var engine = context.newEngine(memory, host, port);
    var parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(unusual.isPresent() ? "" : "HTTPS");
    unusual.ifPresent(name -> name.tell(parameters));
    engine.setSSLParameters(parameters);
    var handler = new SslHandler(context == javas ? GuardedEngine.of(engine) : engine);
    // Who asks has a time for all of it.
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(FAREWELL_MILLIS);
    return handler;
  }
}
