package io.sluice.http;

import io.netty.channel.EventLoopGroup;
import io.sluice.http.Connection.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Connections that wait a short time for another request to the same host. How many are at work is
 * the callers' choice: a request never queues here.
 */
final class Connections {
  static final Duration IDLE = Duration.ofSeconds(15);

  /**
   * As many sites as may be in work wait for their next page, so that each has its connection
   * still; and no more, since pages may name a new host with each photo.
   */
  static final int MOST_IDLE = 2000;

  private final ActorSystem<?> system;
  private final EventLoopGroup threads;
  private final Tls tls;
  private final HttpSettings settings;
  private final Duration longestIdle;
  private final int mostIdle;

  /** Of each, those that came last are behind. */
  private final Map<Peer, Deque<Idle>> idle = new HashMap<>();

  /** All of these, the oldest first. */
  private final Set<Idle> byAge = new LinkedHashSet<>();

  private static final Deque<Idle> NONE = new ArrayDeque<>();

  private record Idle(Connection connection, Cancellable end) {}

  /**
   * @param longestIdle how long a connection waits for another request
   * @param mostIdle so many of them; the oldest has to go for one more
   */
  Connections(
      ActorSystem<?> system, Tls tls, HttpSettings settings, Duration longestIdle, int mostIdle) {
    this.system = system;
    this.tls = tls;
    this.settings = settings;
    this.longestIdle = longestIdle;
    this.mostIdle = mostIdle;
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
    var found = idle.containsKey(peer) ? idle.get(peer).peekLast() : null;
    if (found != null) {
      remove(found);
    }
    return found;
  }

  private void remove(Idle one) {
    byAge.remove(one);
    var others = idle.get(one.connection().peer());
    others.remove(one);
    if (others.isEmpty()) {
      idle.remove(one.connection().peer());
    }
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
    idle.computeIfAbsent(one.connection().peer(), peer -> new ArrayDeque<>()).addLast(one);
    byAge.add(one);
    if (byAge.size() <= mostIdle) {
      return Optional.empty();
    }
    var oldest = byAge.iterator().next();
    remove(oldest);
    oldest.end().cancel();
    return Optional.of(oldest);
  }

  private void end(Connection connection) {
    if (forget(connection)) {
      connection.cut();
    }
  }

  private synchronized boolean forget(Connection connection) {
    var found =
        idle.getOrDefault(connection.peer(), NONE).stream()
            .filter(one -> one.connection() == connection)
            .findFirst();
    found.ifPresent(this::remove);
    return found.isPresent();
  }
}
