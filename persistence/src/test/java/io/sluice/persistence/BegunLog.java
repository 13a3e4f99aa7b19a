package io.sluice.persistence;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Loggers as Logback has them: while logging begins, perhaps in another test, there are others. */
public final class BegunLog {
  private BegunLog() {}

  /** The logger of this name, as soon as logging has begun. */
  public static Logger of(String name) {
    Waiting.until(
        "logging to begin", () -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
  }

  public static Logger of(Class<?> named) {
    return of(named.getName());
  }
}
