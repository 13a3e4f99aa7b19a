package io.sluice.api;

import io.sluice.ledger.Gone;
import io.sluice.persistence.Database;
import io.sluice.view.RemovedView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks what has changed of one kind of rows, whichever node changed it: rows that may have changed
 * go in, those that show something else than when they were last told come out, with the ids of
 * those that are gone. For one thread at a time.
 */
final class Changes<R> {
  /** A row may become visible so long after the time that it bears. */
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  private final Database database;
  private final Gone gone;
  private final Gone.What what;
  private final Rows<R> rows;
  private State state;

  /** The rows of one kind, and what is told of them. */
  interface Rows<R> {

    /**
     * Those that bear this time or a later one, and others that may have changed.
     *
     * @param moving ids of some that may have changed
     */
    List<R> changing(Instant since, Set<Long> moving);

    long id(R row);

    Instant changedAt(R row);

    /** Whether it may change and bear the same time as before. */
    boolean isMoving(R row);

    /** What listeners see of it: it is told when this differs from what was told last. */
    Object shown(R row);

    LiveEvent event(R row);

    /** How the event is called that tells that one is gone. */
    String goneName();
  }

  /**
   * What was told.
   *
   * @param newest the latest time that was seen in a row
   * @param advancedNanos when that was
   * @param shown by id
   * @param moving ids of those that may change and bear the same time
   * @param gone ids
   */
  private record State(
      Instant newest,
      long advancedNanos,
      Map<Long, Object> shown,
      Set<Long> moving,
      Set<Long> gone) {

    Instant since() {
      boolean still = System.nanoTime() - advancedNanos > OVERLAP.toNanos();
      return still ? newest : newest.minus(OVERLAP);
    }
  }

  /** What one look found. */
  final class Found {
    private final List<R> fresh;
    private final List<Long> newlyGone;
    private final State next;

    private Found(List<R> fresh, List<Long> newlyGone, State next) {
      this.fresh = fresh;
      this.newlyGone = newlyGone;
      this.next = next;
    }

    Stream<LiveEvent> events() {
      return Stream.concat(
          fresh.stream().map(rows::event),
          newlyGone.stream()
              .map(id -> LiveEvent.of(what, id, rows.goneName(), new RemovedView(id))));
    }

    /** Until this is said, the next look finds the same again. */
    void told() {
      state = next;
    }
  }

  Changes(Database database, Gone.What what, Rows<R> rows) {
    this.database = database;
    gone = new Gone(database);
    this.what = what;
    this.rows = rows;
  }

  Found look() {
    if (state == null) {
      // Who listens from now on has read what there was before.
      state = new State(database.now(), System.nanoTime(), Map.of(), Set.of(), Set.of());
    }
    var since = state.since();
    var changing = rows.changing(since, state.moving());
    // After the rows: what is not among them any more is told to be gone last.
    var gone = this.gone.since(what, since);
    var shown = new HashMap<Long, Object>();
    changing.forEach(row -> shown.put(rows.id(row), rows.shown(row)));
    return new Found(
        changing.stream().filter(row -> isFresh(row, shown)).toList(),
        gone.stream().filter(id -> !state.gone().contains(id)).toList(),
        next(changing, shown, gone));
  }

  private boolean isFresh(R row, Map<Long, Object> shown) {
    long id = rows.id(row);
    return !shown.get(id).equals(state.shown().get(id));
  }

  private State next(List<R> changing, Map<Long, Object> shown, List<Long> gone) {
    var newest = changing.stream().map(rows::changedAt).reduce(state.newest(), Changes::later);
    var moving = changing.stream().filter(rows::isMoving).map(rows::id).collect(Collectors.toSet());
    boolean advanced = newest.isAfter(state.newest());
    return new State(
        newest,
        advanced ? System.nanoTime() : state.advancedNanos(),
        shown,
        moving,
        Set.copyOf(gone));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
