package io.sluice.node;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a database that is not ready; what will not mend by itself is not waited for. */
public enum DatabaseWait {
  /** Of a command that somebody looks at: the server, or this machine, is busy. */
  WHILE_SLOW(Duration.ofMinutes(1), DatabaseException::isSlow),
  /** Of a node that starts while the database is away, as after a power failure. */
  WHILE_AWAY(Duration.ofMinutes(5), DatabaseException::isOutage);

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWait.class);
  private static final long AGAIN_SECONDS = 1;

  private final Duration patience;
  private final Predicate<DatabaseException> passes;

  DatabaseWait(Duration patience, Predicate<DatabaseException> passes) {
    this.patience = patience;
    this.passes = passes;
  }

  /**
   * @return empty if it was cancelled
   * @throws DatabaseException if it cannot be used, or not in that time
   */
  public Optional<Database> open(
      DatabaseAddress address, DatabaseSettings settings, BooleanSupplier cancelled) {
    long ends = System.nanoTime() + patience.toNanos();
    for (boolean told = false; !cancelled.getAsBoolean(); told = true) {
      try {
        return Optional.of(Database.open(address, settings));
      } catch (DatabaseException e) {
        if (!passes.test(e) || System.nanoTime() > ends) {
          throw e;
        }
        if (!told) {
          LOG.warn("Waits up to {} s: {}", patience.toSeconds(), e.getMessage());
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(AGAIN_SECONDS));
      }
    }
    return Optional.empty();
  }
}
