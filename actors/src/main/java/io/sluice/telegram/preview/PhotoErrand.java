package io.sluice.telegram.preview;

import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A photo on its way, and what happened to it so far.
 *
 * @param channel whose page shows it
 * @param isWanted whether anybody still waits for it
 * @param asked where its page says that it is
 * @param url where it is asked for next: the same, or where a redirect leads
 * @param tally what happened
 */
record PhotoErrand(
    String channel, PhotoOnPage photo, BooleanSupplier isWanted, URI asked, URI url, Tally tally) {

  /**
   * What happened to a photo so far.
   *
   * @param redirects on the way from its address
   * @param renewals how often its address was replaced by another
   * @param denials answers of its host that it has no such photo, at one address
   * @param failures that count against the photo
   * @param floods answers that asked to come back later
   * @param awaySince when its host was first found away, in nanoseconds; 0 if it was not
   */
  record Tally(int redirects, int renewals, int denials, int failures, int floods, long awaySince) {
    private static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);
  }

  static PhotoErrand of(String channel, PhotoOnPage photo, BooleanSupplier isWanted) {
    return new PhotoErrand(channel, photo, isWanted, photo.url(), photo.url(), Tally.NONE);
  }

  /** Its page gives another address. */
  PhotoErrand to(URI other) {
    return new PhotoErrand(
        channel,
        photo,
        isWanted,
        other,
        other,
        new Tally(0, tally.renewals + 1, 0, tally.failures, tally.floods, tally.awaySince));
  }

  /** Its host sends it on. */
  PhotoErrand redirected(URI next) {
    return new PhotoErrand(
        channel,
        photo,
        isWanted,
        asked,
        next,
        new Tally(
            tally.redirects + 1,
            tally.renewals,
            tally.denials,
            tally.failures,
            tally.floods,
            tally.awaySince));
  }

  PhotoErrand denied() {
    return again(tally.denials + 1, tally.failures, tally.floods, tally.awaySince);
  }

  PhotoErrand failed(int count) {
    return again(tally.denials, tally.failures + count, tally.floods, 0);
  }

  PhotoErrand flooded() {
    return again(tally.denials, tally.failures, tally.floods + 1, 0);
  }

  PhotoErrand hostAway() {
    long since = tally.awaySince == 0 ? System.nanoTime() : tally.awaySince;
    return again(tally.denials, tally.failures, tally.floods, since);
  }

  /** With the time that the host was away forgotten. */
  PhotoErrand anew() {
    return again(tally.denials, tally.failures, tally.floods, 0);
  }

  /** From its address on: where a redirect led to may not last. */
  private PhotoErrand again(int denials, int failures, int floods, long awaySince) {
    return new PhotoErrand(
        channel,
        photo,
        isWanted,
        asked,
        asked,
        new Tally(0, tally.renewals, denials, failures, floods, awaySince));
  }

  boolean isHostAwayFor(Duration time) {
    return tally.awaySince != 0 && System.nanoTime() - tally.awaySince > time.toNanos();
  }
}
