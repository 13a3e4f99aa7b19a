package io.sluice.telegram.preview;

import io.sluice.channel.IdRange;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of a channel has been read: all up to the newest id, but for some holes. The oldest hole is
 * the backfill; others are gaps, left by a time in which nobody looked.
 *
 * @param asked for which channel and since when
 * @param newest the highest id seen
 * @param holes what is still to be read, newest first
 */
record PreviewCursor(String asked, long newest, List<Hole> holes) {
  PreviewCursor {
    holes = List.copyOf(holes);
  }

  /** Nothing is read yet. */
  static PreviewCursor start(String asked) {
    return new PreviewCursor(asked, 0, List.of());
  }

  /** The newest post has this id now: what lies between is to be read. */
  PreviewCursor withNewest(long id) {
    return id <= newest
        ? this
        : new PreviewCursor(
            asked, id, Stream.concat(Stream.of(new Hole(id + 1, newest)), holes.stream()).toList());
  }

  /** The newest hole is read down to this id. */
  PreviewCursor readDownTo(long before) {
    var rest = new Hole(Math.min(before, holes.get(0).before()), holes.get(0).floor());
    var older = holes.subList(1, holes.size());
    return new PreviewCursor(
        asked,
        newest,
        rest.isEmpty() ? older : Stream.concat(Stream.of(rest), older.stream()).toList());
  }

  /** The newest hole is read; there was nothing more in it. */
  PreviewCursor readAll() {
    return readDownTo(0);
  }

  /** Whether this id lies in no hole. */
  boolean hasRead(long id) {
    return holes.stream().noneMatch(hole -> hole.floor() < id && id < hole.before());
  }

  boolean isComplete() {
    return holes.isEmpty();
  }

  double progress() {
    long left = holes.stream().mapToLong(Hole::size).sum();
    return left == 0 ? 1 : Math.min(0.999, 1 - left / (double) newest);
  }

  List<IdRange> unread() {
    return holes.stream().map(hole -> new IdRange(hole.floor() + 1, hole.before() - 1)).toList();
  }
}
