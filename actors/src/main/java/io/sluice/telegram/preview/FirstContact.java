package io.sluice.telegram.preview;

import io.sluice.http.HttpFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells a site that is away for a while, which is waited for, from one that never was there: no
 * network, a wrong name. Thread-safe.
 */
final class FirstContact {
  private static final int TRIES = 3;
  private static final Duration TIME = Duration.ofSeconds(8);

  private final URI site;
  private boolean made;
  private int failures;
  private long firstTry;
  private HttpFailure last;

  FirstContact(URI site) {
    this.site = site;
  }

  synchronized void made() {
    made = true;
  }

  synchronized void tried() {
    if (firstTry == 0) {
      firstTry = System.nanoTime();
    }
  }

  synchronized void failed(HttpFailure failure) {
    failures++;
    last = failure;
  }

  /** How long a request may take: less than usual as long as nothing ever came. */
  synchronized Duration time(Duration usual) {
    return made || usual.compareTo(TIME) < 0 ? usual : TIME;
  }

  /** Why it is in vain to go on; empty as long as it is not. */
  synchronized Optional<UnreachableSiteException> givenUp() {
    boolean inVain =
        !made
            && failures > 0
            && (failures >= TRIES || System.nanoTime() - firstTry >= TIME.toNanos());
    return inVain
        ? Optional.of(
            new UnreachableSiteException(
                "%s gives no answer (%s): is there a network, and is TELEGRAM_URL right?"
                    .formatted(site, last.getMessage()),
                last))
        : Optional.empty();
  }
}
