package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Halt;
import io.sluice.persistence.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Pairs of processes on one database: one that freezes, and one that then does the same. */
final class Successions implements AutoCloseable {
  private static final Executor THREAD = task -> new Thread(task).start();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More than there are pairs, so that none waits for another's connection. */
  private static final int CONNECTIONS = 32;

  private final Map<String, Succession> running = new LinkedHashMap<>();
  private final DatabaseAddress ofFrozen;
  private final Database database;

  Successions(DatabaseAddress address) {
    this(address, address);
  }

  /**
   * @param ofFrozen the same database for those who freeze
   */
  Successions(DatabaseAddress address, DatabaseAddress ofFrozen) {
    this.ofFrozen = ofFrozen;
    database = TestDatabase.open(address, CONNECTIONS);
  }

  /** What a process does, of which each name has its own rows. */
  interface Act {
    void run(Database on, String name) throws SQLException;
  }

  /** As the process sees it that does not freeze. */
  Database database() {
    return database;
  }

  /**
   * @param statement at which the first freezes
   * @param limit within which the second is through
   */
  void start(String name, Act act, String statement, Halt.Point point, Duration limit) {
    running.put(name, new Succession(name, act, statement, point, limit));
  }

  /** The second came through in time, and the first, when it goes on, has done nothing. */
  void assertSucceeded(String name) throws Exception {
    running.get(name).assertSucceeded();
  }

  /** The first goes on while the second still waits; returns when both are through. */
  void assertBothGetThrough(String name) {
    var one = running.get(name);
    assertThat(one.waited).isNotDone();
    one.halt.thaw();
    assertThat(one.failure.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).isNull();
    one.waited.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    running.values().forEach(Succession::close);
    database.close();
  }

  private final class Succession {
    private final String name;
    private final Act act;
    private final Duration limit;
    private final Halt halt;
    private final Database frozen;
    private final CompletableFuture<Throwable> failure;
    private final CompletableFuture<Duration> waited;

    Succession(String name, Act act, String statement, Halt.Point point, Duration limit) {
      this.name = name;
      this.act = act;
      this.limit = limit;
      halt = new Halt(ofFrozen, statement, point);
      frozen = TestDatabase.open(halt.to(ofFrozen));
      halt.arm();
      failure =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> act.run(frozen, name)), THREAD);
      waited = CompletableFuture.supplyAsync(this::succeed, THREAD);
    }

    private Duration succeed() {
      try {
        assertThat(halt.isReached()).as(name).isTrue();
        long since = System.nanoTime();
        while (!goesThrough()) {
          assertThat(System.nanoTime() - since).isLessThan(PATIENCE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - since);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private boolean goesThrough() {
      try {
        act.run(database, name);
        return true;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      } catch (DatabaseException e) {
        if (e.isOutage()) {
          return false;
        }
        throw e;
      }
    }

    private void assertSucceeded() throws Exception {
      assertThat(waited.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isLessThan(limit);
      halt.thaw();
      assertThat(failure.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOfAny(DatabaseException.class, SQLException.class, FencedException.class);
    }

    private void close() {
      frozen.close();
      halt.close();
    }
  }
}
