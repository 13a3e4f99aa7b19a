package io.sluice.app;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database of a node that starts while it is away, as after a power failure; what will
 * not mend by itself is not waited for.
 */
final class DatabaseWait {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWait.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long AGAIN_SECONDS = 1;

  private DatabaseWait() {}

  /**
   * @return empty if it was cancelled
   * @throws DatabaseException if it cannot be used, or not within five minutes
   */
  static Optional<Database> open(
      DatabaseAddress address, DatabaseSettings settings, BooleanSupplier cancelled) {
    long ends = System.nanoTime() + PATIENCE.toNanos();
    for (boolean told = false; !cancelled.getAsBoolean(); told = true) {
      try {
        return Optional.of(Database.open(address, settings));
      } catch (DatabaseException e) {
        if (!e.isOutage() || System.nanoTime() > ends) {
          throw e;
        }
        if (!told) {
          LOG.warn("Waits up to {} s: {}", PATIENCE.toSeconds(), e.getMessage());
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(AGAIN_SECONDS));
      }
    }
    return Optional.empty();
  }
}
