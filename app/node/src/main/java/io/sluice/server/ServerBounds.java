package io.sluice.server;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.headers.ProductVersion;
import org.apache.pekko.http.javadsl.model.headers.Server;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import scala.concurrent.duration.FiniteDuration;

/** Pekko HTTP's settings for a server of ours, which leave those of others alone. */
final class ServerBounds {
  /** The longest path of a file, each byte of it escaped twice. */
  private static final int ADDRESS_BYTES = 24 << 10;

  private static final int HEADERS = 64;
  private static final int HEADER_NAME_BYTES = 64;
  private static final int HEADER_BYTES = 8192;
  private static final FiniteDuration LINGER = FiniteDuration.create(5, "s");
  private static final FiniteDuration BIND = FiniteDuration.create(10, "s");

  private ServerBounds() {}

  static ServerSettings on(ActorSystem<?> system, ClientLimits limits) {
    var defaults = ServerSettings.create(system.classicSystem());
    var timeouts =
        defaults
            .getTimeouts()
            .withIdleTimeout(duration(limits.idle()))
            .withRequestTimeout(duration(limits.request()))
            .withLingerTimeout(LINGER)
            .withBindTimeout(BIND);
    return defaults
        .withTimeouts(timeouts)
        .withMaxConnections(limits.connections())
        .withServerHeader(Optional.of(Server.create(ProductVersion.create("Sluice", ""))))
        .withTransparentHeadRequests(true)
        .withParsingErrorHandler(IllegalRequests.class.getName())
        .withParserSettings(parser(defaults.getParserSettings(), limits));
  }

  private static ParserSettings parser(ParserSettings defaults, ClientLimits limits) {
    return defaults
        .withMaxContentLength(limits.content())
        .withMaxUriLength(ADDRESS_BYTES)
        .withMaxHeaderCount(HEADERS)
        .withMaxHeaderNameLength(HEADER_NAME_BYTES)
        .withMaxHeaderValueLength(HEADER_BYTES)
        // The warnings would hold what the headers hold, such as a token.
        .withIllegalHeaderWarnings(false);
  }

  private static FiniteDuration duration(java.time.Duration time) {
    return FiniteDuration.create(time.toMillis(), "ms");
  }
}
