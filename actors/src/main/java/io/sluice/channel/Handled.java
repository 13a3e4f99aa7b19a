package io.sluice.channel;

import io.sluice.ledger.Photo;
import java.util.List;
import java.util.Optional;

/**
 * A message on its way through the pipeline.
 *
 * @param arrival as the source gave it
 * @param skipped why it is left out; empty for most
 * @param open its photos that are still to be worked on
 * @param known how many of its photos are stored already
 * @param photos what became of the others
 */
record Handled<C extends Record>(
    Arrival<C> arrival,
    Optional<SkipReason> skipped,
    List<PhotoReference> open,
    int known,
    List<Photo> photos) {

  static <C extends Record> Handled<C> from(Arrival<C> arrival, Selection selection) {
    if (arrival.isMark()) {
      return new Handled<>(arrival, Optional.empty(), List.of(), 0, List.of());
    }
    var skipped = selection.skips(arrival.message(), arrival.announcesPhotos());
    var open = skipped.isPresent() ? List.<PhotoReference>of() : arrival.photos();
    return new Handled<>(arrival, skipped, open, 0, List.of());
  }

  /** A message whose photos are tried again; whoever asks for that wants it, as it is now. */
  static <C extends Record> Handled<C> again(Arrival<C> arrival) {
    return new Handled<>(arrival, Optional.empty(), arrival.photos(), 0, List.of());
  }

  /** Without the photos that need no work. */
  Handled<C> withOpen(List<PhotoReference> rest) {
    return new Handled<>(arrival, skipped, rest, known + open.size() - rest.size(), photos);
  }

  Handled<C> withPhotos(List<Photo> done) {
    return new Handled<>(arrival, skipped, List.of(), known, done);
  }

  /** Whether there is a message here that is to be stored. */
  boolean isWanted() {
    return !arrival.isMark() && skipped.isEmpty();
  }

  long weight() {
    return arrival.weight();
  }
}
