package io.sluice.http;

import io.netty.channel.EventLoopGroup;
import io.sluice.http.Connection.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Connections that wait a short time for another request to the same host. How many are at work is
 * the callers' choice: a request never queues here.
 */
final class Connections {
  static final Duration IDLE = Duration.ofSeconds(15);

  /** Pages may name a new host with each photo. */
  static final int MOST_IDLE = 128;

  private final ActorSystem<?> system;
  private final EventLoopGroup threads;
  private final Tls tls;
  private final HttpSettings settings;
  private final Duration longestIdle;

  /** Those that came last are in front. */
  private final Deque<Idle> idle = new ArrayDeque<>();

  private record Idle(Connection connection, Cancellable end) {}

  /**
   * @param longestIdle how long a connection waits for another request
   */
  Connections(ActorSystem<?> system, Tls tls, HttpSettings settings, Duration longestIdle) {
    this.system = system;
    this.tls = tls;
    this.settings = settings;
    this.longestIdle = longestIdle;
    threads = SocketThreads.of(system);
  }

  /** One that is open already, or a new one. */
  Connection take(Peer peer) {
    for (var next = pollIdle(peer); next != null; next = pollIdle(peer)) {
      next.end().cancel();
      if (next.connection().isOpen()) {
        return next.connection();
      }
    }
    return open(peer);
  }

  /** A new one. */
  Connection open(Peer peer) {
    return new Connection(peer, threads, tls, settings);
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
