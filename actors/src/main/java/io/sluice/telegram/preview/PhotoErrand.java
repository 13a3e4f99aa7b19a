package io.sluice.telegram.preview;

import io.sluice.channel.PhotoReference;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A photo on its way, and what happened to it so far.
 *
 * @param channel whose page shows it
 * @param isWanted whether anybody still waits for it
 * @param url where it is thought to be
 * @param renewals how often its address was replaced by another
 * @param failures that count against the photo
 * @param floods answers that asked to come back later
 * @param awaySince when its host was first found away, in nanoseconds; 0 if it was not
 */
record PhotoErrand(
    String channel,
    PhotoReference.AtUrl photo,
    BooleanSupplier isWanted,
    URI url,
    int renewals,
    int failures,
    int floods,
    long awaySince) {

  static PhotoErrand of(String channel, PhotoReference.AtUrl photo, BooleanSupplier isWanted) {
    return new PhotoErrand(channel, photo, isWanted, photo.url(), 0, 0, 0, 0);
  }

  PhotoErrand to(URI other) {
    return new PhotoErrand(
        channel, photo, isWanted, other, renewals + 1, failures, floods, awaySince);
  }

  PhotoErrand failed(int count) {
    return new PhotoErrand(channel, photo, isWanted, url, renewals, failures + count, floods, 0);
  }

  PhotoErrand flooded() {
    return new PhotoErrand(channel, photo, isWanted, url, renewals, failures, floods + 1, 0);
  }

  PhotoErrand hostAway() {
    long since = awaySince == 0 ? System.nanoTime() : awaySince;
    return new PhotoErrand(channel, photo, isWanted, url, renewals, failures, floods, since);
  }

  /** With the time that the host was away forgotten. */
  PhotoErrand anew() {
    return new PhotoErrand(channel, photo, isWanted, url, renewals, failures, floods, 0);
  }

  boolean isHostAwayFor(Duration time) {
    return awaySince != 0 && System.nanoTime() - awaySince > time.toNanos();
  }
}
