package io.sluice.http;

import com.typesafe.config.ConfigFactory;
import io.sluice.http.Connection.Origin;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.headers.UserAgent;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;

/**
 * Connections that wait a short time for another request to the same host. How many are open is the
 * callers' choice: a request never queues here.
 *
 * <p>Pekko's own pool cannot end the connection of a request whose head never comes.
 */
final class Connections {
  private static final Duration IDLE = Duration.ofSeconds(15);

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
  private final Map<Origin, Deque<Idle>> idle = new HashMap<>();

  private record Idle(Connection connection, Cancellable end) {}

  Connections(ActorSystem<?> system, HttpSettings http) {
    this.system = system;
    settings = settings(system, http);
  }

  static ClientConnectionSettings settings(ActorSystem<?> system, HttpSettings http) {
    var config = ConfigFactory.parseString(CLIENT).withFallback(system.settings().config());
    return ClientConnectionSettings.create(config)
        .withConnectingTimeout(http.connectTimeout())
        .withUserAgentHeader(Optional.of(UserAgent.create(http.userAgent())));
  }

  /** One that is open already, or a new one. */
  Connection take(Origin origin) {
    for (var next = pollIdle(origin); next != null; next = pollIdle(origin)) {
      next.end().cancel();
      if (next.connection().isOpen()) {
        return next.connection();
      }
    }
    return new Connection(origin, settings, system.classicSystem());
  }

  private synchronized Idle pollIdle(Origin origin) {
    var waiting = idle.get(origin);
    if (waiting == null) {
      return null;
    }
    var latest = waiting.removeLast();
    if (waiting.isEmpty()) {
      idle.remove(origin);
    }
    return latest;
  }

  /** Keeps a connection whose last answer was read to its end. */
  synchronized void giveBack(Connection connection) {
    var end =
        system.scheduler().scheduleOnce(IDLE, () -> end(connection), system.executionContext());
    idle.computeIfAbsent(connection.origin(), o -> new ArrayDeque<>())
        .add(new Idle(connection, end));
  }

  private void end(Connection connection) {
    if (forget(connection)) {
      connection.cut();
    }
  }

  private synchronized boolean forget(Connection connection) {
    var waiting = idle.get(connection.origin());
    if (waiting == null) {
      return false;
    }
    var found = waiting.removeIf(one -> one.connection() == connection);
    if (waiting.isEmpty()) {
      idle.remove(connection.origin());
    }
    return found;
  }
}
