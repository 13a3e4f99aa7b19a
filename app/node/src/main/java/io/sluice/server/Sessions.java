package io.sluice.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Sessions of browsers, which begin with a token and end after some hours. A cookie says until when
 * and what may be done, signed with what is made of that token: so each node with the same token
 * knows it, none keeps anything, and another token ends all of them.
 */
public final class Sessions {
  static final Duration LENGTH = Duration.ofHours(12);

  private static final String COOKIE = "sluice-session";
  private static final String METHOD = "HmacSHA256";
  private static final String HTTPS = "https:";
  private static final String PURPOSE = "sluice session ";

  /** What may be done, the second in which it ends, and the signature of both. */
  private static final Pattern FORM = Pattern.compile("(all|read)-(\\d{1,12})-([0-9a-f]{64})");

  private final Token token;
  private final boolean overTls;
  private final Clock clock;

  Sessions(Token token, boolean overTls, Clock clock) {
    this.token = token;
    this.overTls = overTls;
    this.clock = clock;
  }

  /** Those of a server; empty where it asks for no token. */
  public static Optional<Sessions> of(ListenSettings settings) {
    return settings
        .token()
        .map(token -> new Sessions(token, settings.tls().isPresent(), Clock.systemUTC()));
  }

  /**
   * One session.
   *
   * @param until when it ends
   */
  public record Session(Access access, Instant until) {}

  /**
   * A session that begins now.
   *
   * @param cookie to be sent to the browser
   */
  public record Begun(Session session, HttpHeader cookie) {}

  /**
   * Empty if this is no token.
   *
   * @param request with which it was given
   */
  public Optional<Begun> begin(String word, HttpRequest request) {
    return token
        .access(word)
        .map(access -> new Session(access, clock.instant().plus(LENGTH)))
        .map(session -> new Begun(session, cookie(request, value(session), LENGTH.toSeconds())));
  }

  /** Has the browser forget its session. */
  public HttpHeader forget(HttpRequest request) {
    return cookie(request, "", 0);
  }

  private HttpHeader cookie(HttpRequest request, String value, long seconds) {
    boolean secure = overTls || isBehindTls(request);
    return RawHeader.create(
        "Set-Cookie",
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
            .formatted(COOKIE, value, seconds, secure ? "; Secure" : ""));
  }

  /** A proxy may have the TLS: then the browser tells which address it knows. */
  private static boolean isBehindTls(HttpRequest request) {
    return request
        .getHeader("Origin")
        .filter(origin -> origin.value().regionMatches(true, 0, HTTPS, 0, HTTPS.length()))
        .isPresent();
  }

  /** The session that a request is part of, if it has not ended. */
  public Optional<Session> of(HttpRequest request) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is("cookie"))
        .flatMap(header -> Pattern.compile(";\\s*").splitAsStream(header.value()))
        .filter(pair -> pair.startsWith(COOKIE + "="))
        .flatMap(pair -> read(pair.substring(COOKIE.length() + 1)).stream())
        .findFirst();
  }

  /** How much longer the session of a request lasts; empty where it is part of none. */
  public Optional<Duration> left(HttpRequest request) {
    return of(request)
        .map(session -> Duration.between(clock.instant(), session.until()))
        .filter(left -> !left.isNegative());
  }

  private Optional<Session> read(String value) {
    var parts = FORM.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var access = parts.group(1).equals(Access.ALL.word()) ? Access.ALL : Access.READ;
    var session = new Session(access, Instant.ofEpochSecond(Long.parseLong(parts.group(2))));
    boolean isOurs =
        token.secret(access).isPresent()
            && MessageDigest.isEqual(
                value(session).getBytes(StandardCharsets.US_ASCII),
                value.getBytes(StandardCharsets.US_ASCII));
    return isOurs && clock.instant().isBefore(session.until())
        ? Optional.of(session)
        : Optional.empty();
  }

  private String value(Session session) {
    var said = session.access().word() + "-" + session.until().getEpochSecond();
    return said + "-" + HexFormat.of().formatHex(signature(session.access(), said));
  }

  private byte[] signature(Access access, String said) {
    try {
      var mac = Mac.getInstance(METHOD);
      mac.init(new SecretKeySpec(token.secret(access).orElseThrow(), METHOD));
      return mac.doFinal((PURPOSE + said).getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + METHOD, e);
    }
  }
}
