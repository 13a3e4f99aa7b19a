package io.sluice.http;

import com.typesafe.config.ConfigFactory;
import io.sluice.http.Connection.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.headers.UserAgent;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;

/**
 * Connections that wait a short time for another request to the same host. How many are at work is
 * the callers' choice: a request never queues here.
 *
 * <p>Pekko's own pool cannot end the connection of a request whose head never comes.
 */
final class Connections {
  static final Duration IDLE = Duration.ofSeconds(15);

  /** Pages may name a new host with each photo. */
  static final int MOST_IDLE = 128;

  /** What comes from outside is often not well formed, and the log is not the place to say so. */
  private static final String CLIENT =
      """
      pekko.http.client {
        idle-timeout = infinite
        parsing {
          illegal-header-warnings = off
          modeled-header-parsing = off
          illegal-response-header-name-processing-mode = ignore
          illegal-response-header-value-processing-mode = ignore
          conflicting-content-type-header-processing-mode = first
          error-logging-verbosity = off
        }
      }
      """;

  private final ActorSystem<?> system;
  private final ClientConnectionSettings settings;
  private final Duration longestIdle;

  /** Those that came last are in front. */
  private final Deque<Idle> idle = new ArrayDeque<>();

  private record Idle(Connection connection, Cancellable end) {}

  /**
   * @param longestIdle how long a connection waits for another request
   */
  Connections(ActorSystem<?> system, HttpSettings http, Duration longestIdle) {
    this.system = system;
    this.longestIdle = longestIdle;
    settings = settings(system, http);
  }

  static ClientConnectionSettings settings(ActorSystem<?> system, HttpSettings http) {
    var config = ConfigFactory.parseString(CLIENT).withFallback(system.settings().config());
    return ClientConnectionSettings.create(config)
        .withConnectingTimeout(http.connectTimeout())
        .withUserAgentHeader(Optional.of(UserAgent.create(http.userAgent())));
  }

  /** One that is open already, or a new one. */
  Connection take(Peer peer) {
    for (var next = pollIdle(peer); next != null; next = pollIdle(peer)) {
      next.end().cancel();
      if (next.connection().isOpen()) {
        return next.connection();
      }
      next.connection().cut();
    }
    return new Connection(peer, settings, system.classicSystem());
  }

  private synchronized Idle pollIdle(Peer peer) {
    var found = idle.stream().filter(one -> one.connection().peer().equals(peer)).findFirst();
    found.ifPresent(idle::remove);
    return found.orElse(null);
  }

  /** Keeps a connection whose last answer was read to its end. */
  void giveBack(Connection connection) {
    var end =
        system
            .scheduler()
            .scheduleOnce(longestIdle, () -> end(connection), system.executionContext());
    keep(new Idle(connection, end)).ifPresent(one -> one.connection().cut());
  }

  /** Gives the one that has to go for it, if there are too many. */
  private synchronized Optional<Idle> keep(Idle one) {
    idle.addFirst(one);
    if (idle.size() <= MOST_IDLE) {
      return Optional.empty();
    }
    var oldest = idle.removeLast();
    oldest.end().cancel();
    return Optional.of(oldest);
  }

  private void end(Connection connection) {
    if (forget(connection)) {
      connection.cut();
    }
  }

  private synchronized boolean forget(Connection connection) {
    return idle.removeIf(one -> one.connection() == connection);
  }
}
