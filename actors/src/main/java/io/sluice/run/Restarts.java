package io.sluice.run;

import java.time.Duration;

/**
 * How often work was started again since it last made progress.
 *
 * @param failures in a row
 * @param waits attempts in a row that met with no room, which are no failures
 */
public record Restarts(RestartSettings settings, int failures, int waits) {

  public static Restarts none(RestartSettings settings) {
    return new Restarts(settings, 0, 0);
  }

  public Restarts failed() {
    return new Restarts(settings, failures + 1, waits);
  }

  public Restarts waited() {
    return new Restarts(settings, failures, waits + 1);
  }

  /** It got on: what failed before counts no more. */
  public Restarts progressed() {
    return none(settings);
  }

  /** There was room for it; whether it got on is another question. */
  public Restarts hadRoom() {
    return new Restarts(settings, failures, 0);
  }

  /** Whether it is given up. */
  public boolean areTooMany() {
    return failures > settings.most();
  }

  /** How long to wait before the next attempt after a failure. */
  public Duration pauseAfterFailure() {
    return settings.backoff(failures);
  }

  /** How long to wait before there is a look for room again. */
  public Duration pauseForRoom() {
    return settings.backoff(waits);
  }
}
