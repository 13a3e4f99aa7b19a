package io.sluice.channel;

import io.sluice.ledger.channel.Photo;
import io.sluice.photo.PhotoReference;
import java.util.List;

/**
 * A message on its way through the pipeline.
 *
 * @param arrival as the source gave it
 * @param judgement whether it is left out
 * @param open its photos that are still to be worked on
 * @param known how many of its photos are stored already
 * @param photos what became of the others
 */
record Handled<C extends Record>(
    Arrival<C> arrival,
    Selection.Judgement judgement,
    List<PhotoReference> open,
    int known,
    List<Photo> photos) {

  static <C extends Record> Handled<C> from(Arrival<C> arrival, Selection selection) {
    if (arrival.isMark()) {
      return new Handled<>(arrival, Selection.Judgement.WANTED, List.of(), 0, List.of());
    }
    var judgement = selection.judge(arrival.message(), arrival.announcesPhotos());
    var open = judgement.skipped().isPresent() ? List.<PhotoReference>of() : arrival.photos();
    return new Handled<>(arrival, judgement, open, 0, List.of());
  }

  /** A message whose photos are tried again; whoever asks for that wants it, as it is now. */
  static <C extends Record> Handled<C> again(Arrival<C> arrival) {
    return new Handled<>(arrival, Selection.Judgement.WANTED, arrival.photos(), 0, List.of());
  }

  /** Without the photos that need no work. */
  Handled<C> withOpen(List<PhotoReference> rest) {
    return new Handled<>(arrival, judgement, rest, known + open.size() - rest.size(), photos);
  }

  Handled<C> withPhotos(List<Photo> done) {
    return new Handled<>(arrival, judgement, List.of(), known, done);
  }

  /** Whether there is a message here that is to be stored. */
  boolean isWanted() {
    return !arrival.isMark() && judgement.skipped().isEmpty();
  }

  long weight() {
    return arrival.weight();
  }
}
