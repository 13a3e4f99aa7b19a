package io.sluice.website;

import io.sluice.http.HttpFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Why a page of a site is not read. */
final class SiteFault extends Exception {
  private static final long serialVersionUID = 1;

  private final SiteReason reason;
  private final boolean passing;
  private final transient Optional<Duration> wait;
  private final boolean crowded;

  private SiteFault(
      SiteReason reason, String detail, boolean passing, Optional<Duration> wait, boolean crowded) {
    super(detail, null, false, false);
    this.reason = reason;
    this.passing = passing;
    this.wait = wait;
    this.crowded = crowded;
  }

  /** One that stays. */
  static SiteFault lasting(SiteReason reason, String detail) {
    return new SiteFault(reason, detail, false, Optional.empty(), false);
  }

  /** One that may be gone later. */
  static SiteFault passing(SiteReason reason, String detail) {
    return new SiteFault(reason, detail, true, Optional.empty(), false);
  }

  /** One that may be gone when the site says. */
  static SiteFault passing(SiteReason reason, String detail, Optional<Duration> wait) {
    return new SiteFault(reason, detail, true, wait, false);
  }

  /** Others are at its host, which is nobody's fault. */
  static SiteFault crowded(Duration wait) {
    return new SiteFault(
        SiteReason.CRAWL_DELAY, "others are at its host", true, Optional.of(wait), true);
  }

  /** What a request failed with. */
  static SiteFault of(HttpFailure failure) {
    return of(failure.reason(), failure.getMessage());
  }

  static SiteFault of(HttpFailure.Reason reason, String detail) {
    return switch (reason) {
      case NXDOMAIN -> lasting(SiteReason.NXDOMAIN, detail);
      case DNS_TIMEOUT -> passing(SiteReason.DNS_TIMEOUT, detail);
      case TLS -> lasting(SiteReason.TLS, detail);
      case TOO_LARGE -> lasting(SiteReason.TOO_LARGE, detail);
      case TOO_SLOW -> passing(SiteReason.TOO_SLOW, detail);
      case PRIVATE_ADDRESS, REFUSED -> lasting(SiteReason.PRIVATE_ADDRESS, detail);
      case CONNECT, BROKEN -> passing(SiteReason.CONNECT, detail);
    };
  }

  /**
   * What a stage failed with, without the wrapper of a future.
   *
   * @throws CompletionException if that is none
   */
  static SiteFault unwrapped(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof SiteFault fault) {
      return fault;
    }
    throw new CompletionException(cause);
  }

  SiteReason reason() {
    return reason;
  }

  /** Whether asking again later may help. */
  boolean isPassing() {
    return passing;
  }

  boolean isCrowded() {
    return crowded;
  }

  /** After what time, if the site says. */
  Optional<Duration> pause() {
    return wait;
  }

  /** Whether no answer came about, so that another scheme may be tried. */
  boolean isWithoutAnswer() {
    return switch (reason) {
      case CONNECT, TLS, TOO_SLOW -> true;
      default -> false;
    };
  }
}
