package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseExamination;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.words.FeedAddress;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The system that is examined: its settings, where its database is, what was measured so far, and
 * what was made for that, which is gone when this is closed. Thread-safe.
 */
final class Patient implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Config config;
  private final Clock clock;
  private final List<FeedAddress> given;
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private final Deque<AutoCloseable> made = new ArrayDeque<>();
  private final List<String> leftBehind = new CopyOnWriteArrayList<>();
  private DatabaseAddress database;
  private boolean closed;
  private boolean connected;
  private List<FeedAddress> feeds;

  /** What one check tells another. */
  enum Figure {
    ROUND_TRIP_SECONDS,
    COMMIT_SECONDS,
    PICTURES_PER_SECOND
  }

  /**
   * @param clock of this machine
   * @param feeds addresses that are looked at beside those in the database
   */
  Patient(Config config, Clock clock, List<FeedAddress> feeds) {
    this.config = config;
    this.clock = clock;
    given = List.copyOf(feeds);
  }

  Config config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  /** Says that the database can be asked. */
  synchronized void connected() {
    connected = true;
  }

  synchronized boolean isConnected() {
    return connected;
  }

  /** Addresses of feeds that are read, passwords included; without a database those given. */
  synchronized List<FeedAddress> feeds() throws Exception {
    if (feeds == null) {
      var all = new ArrayList<>(given);
      if (connected) {
        try (var connection = connect()) {
          all.addAll(KnownFeeds.running(connection));
        }
      }
      feeds = List.copyOf(all);
    }
    return feeds;
  }

  /** The database that is set, or the embedded one, which is started where nobody uses it. */
  synchronized DatabaseAddress database() throws Exception {
    if (database == null) {
      var settings = DatabaseSettings.from(config);
      database =
          settings.url().isPresent()
              ? settings.url().get()
              : OwnServer.address(settings.dataDir(), this);
    }
    return database;
  }

  DatabaseExamination examination() throws Exception {
    return new DatabaseExamination(database(), ANSWER);
  }

  Connection connect() throws Exception {
    return examination().connect();
  }

  Transactions transactions() throws Exception {
    return new Transactions(config, !feeds().isEmpty());
  }

  synchronized void tell(Figure figure, double value) {
    figures.put(figure, value);
  }

  synchronized OptionalDouble told(Figure figure) {
    var value = figures.get(figure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Closes it at the end, whatever happens until then; at once where that was already. */
  <T extends AutoCloseable> T keep(T something) {
    synchronized (this) {
      if (!closed) {
        made.push(something);
        return something;
      }
    }
    close(something);
    throw new CancellationException("the examination is over");
  }

  /** What was kept, closed before the end. */
  void give(AutoCloseable something) {
    boolean isOurs;
    synchronized (this) {
      isOurs = made.remove(something);
    }
    if (isOurs) {
      close(something);
    }
  }

  private void close(AutoCloseable something) {
    try {
      something.close();
    } catch (Exception e) {
      leftBehind.add(String.valueOf(e.getMessage()));
    }
  }

  /** What could not be closed, in words. */
  List<String> leftBehind() {
    return List.copyOf(leftBehind);
  }

  @Override
  public void close() {
    while (true) {
      AutoCloseable next;
      synchronized (this) {
        closed = true;
        next = made.poll();
      }
      if (next == null) {
        return;
      }
      close(next);
    }
  }
}
