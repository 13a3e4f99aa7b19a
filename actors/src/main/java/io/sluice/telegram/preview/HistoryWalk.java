package io.sluice.telegram.preview;

import io.sluice.channel.Arrival;
import io.sluice.origin.Priority;
import io.sluice.telegram.preview.PageReading.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.japi.Pair;

/**
 * A walk through a channel's history, a page a step: first the newest page, then whatever the
 * cursor has not read yet, newest first. One that follows looks at the newest page again in
 * between, and once more at the pages where it meets what it had read before.
 *
 * @param tour what stays the same on the way
 * @param cursor how far the walk has come
 * @param pollAt when to look at the newest page, on the clock of {@link System#nanoTime}
 * @param again pages that were read before and are to be read once more
 * @param begun whether the newest page was read once
 * @param endDue whether the last page had no link to older posts, so that an empty one may follow
 * @param ended whether nothing more is to be read
 */
record HistoryWalk(
    Tour tour,
    PreviewCursor cursor,
    long pollAt,
    Again again,
    boolean begun,
    boolean endDue,
    boolean ended) {
  /** Pages behind the newest one, or behind what was missed, whose edits and views count. */
  private static final int PAGES_AGAIN = 2;

  /** Of so many looks at the newest page, one takes those pages as well. */
  private static final int LOOKS_TO_ONE_AGAIN = 10;

  /**
   * What stays the same on a walk.
   *
   * @param interval between looks at the newest page; empty to look once
   * @param newsOnly whether to read the newest page and no more
   * @param since older posts are not wanted; null for all
   * @param limited whether no more messages are wanted than so many, so none a second time
   * @param patient whether to wait also for a site that never answered yet
   */
  record Tour(
      PreviewSite site,
      String name,
      Optional<Duration> interval,
      boolean newsOnly,
      Instant since,
      boolean limited,
      boolean patient) {

    /** By the clock, since each short look is a walk of its own. */
    private boolean readsAgain() {
      return interval.isPresent()
          && System.currentTimeMillis() / interval.get().toMillis() % LOOKS_TO_ONE_AGAIN == 0;
    }
  }

  /**
   * Pages to be read once more.
   *
   * @param left how many; 0 for none
   * @param before the cursor of the next one; empty if there is none
   */
  record Again(int left, OptionalLong before) {
    private static final Again NONE = new Again(0, OptionalLong.empty());

    private boolean isDue() {
      return left > 0 && before.isPresent();
    }
  }

  /** A walk, and the messages of its last step. */
  private record Step(HistoryWalk walk, List<Arrival<PreviewCursor>> arrivals) {
    Step endDue(boolean due) {
      return new Step(
          new HistoryWalk(
              walk.tour, walk.cursor, walk.pollAt, walk.again, walk.begun, due, walk.ended),
          arrivals);
    }
  }

  static HistoryWalk begin(Tour tour, PreviewCursor cursor) {
    return new HistoryWalk(tour, cursor, System.nanoTime(), Again.NONE, false, false, false);
  }

  /** The next page's messages and the walk behind them; empty at the end. */
  CompletionStage<Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>>> step() {
    if (ended) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return nextStep().thenApply(step -> Optional.of(Pair.create(step.walk(), step.arrivals())));
  }

  private CompletionStage<Step> nextStep() {
    if (untilPoll().isNegative() || untilPoll().isZero()) {
      return poll();
    }
    return again.isDue() ? readAgain() : readOn();
  }

  private Duration untilPoll() {
    return Duration.ofNanos(pollAt - System.nanoTime());
  }

  private CompletionStage<Step> poll() {
    boolean lookAgain = tour.readsAgain();
    return tour.site()
        .history(query(OptionalLong.empty(), Priority.LIVE, cursor.newest() > 0))
        .thenApply(
            page -> {
              long next =
                  tour.interval()
                      .map(time -> System.nanoTime() + time.toNanos())
                      .orElse(Long.MAX_VALUE);
              var reading =
                  page instanceof PreviewPage.Posts posts
                      ? readNewest(posts)
                      : PageReading.none(cursor);
              var step = after(reading, next, lookAgain ? PAGES_AGAIN : 0);
              // Of a page that opened no hole, the next one to read is not the one behind it.
              boolean opened = reading.after().newest() > cursor.newest();
              return step.endDue(opened ? isLast(page) : endDue);
            });
  }

  private static boolean isLast(PreviewPage page) {
    return page instanceof PreviewPage.Posts posts && posts.before().isEmpty();
  }

  private CompletionStage<Step> readOn() {
    var before = OptionalLong.of(cursor.holes().get(0).before());
    var query = query(before, Priority.BACKFILL, !endDue);
    return ask(query)
        .thenApply(
            page -> {
              if (page.isEmpty()) {
                return new Step(this, List.of());
              }
              var reading =
                  page.get() instanceof PreviewPage.Posts posts
                      ? read(cursor, posts)
                      : PageReading.none(cursor.readAll());
              if (reading.after().equals(cursor)) {
                throw new CompletionException(
                    new StrangePageException(
                        "@%s: the page before %d leads to no older one"
                            .formatted(tour.name(), before.getAsLong())));
              }
              return after(reading, pollAt, tour.interval().isPresent() ? PAGES_AGAIN : 0)
                  .endDue(isLast(page.get()));
            });
  }

  private CompletionStage<Step> readAgain() {
    return ask(query(again.before(), Priority.BACKFILL, false))
        .thenApply(
            page -> {
              if (page.isEmpty()) {
                return new Step(this, List.of());
              }
              var reading =
                  page.get() instanceof PreviewPage.Posts posts
                      ? PageReading.again(cursor, posts, tour.since(), Known.WITHOUT_PHOTOS)
                      : PageReading.none(cursor);
              int left = reading.older().isPresent() ? again.left() - 1 : 0;
              return on(reading, pollAt, new Again(left, reading.older()));
            });
  }

  /** Empty if the time for the next look at the newest page comes first. */
  private CompletionStage<Optional<PreviewPage>> ask(PreviewSite.Query query) {
    return tour.interval().isPresent()
        ? tour.site().history(query, untilPoll())
        : tour.site().history(query).thenApply(Optional::of);
  }

  private PageReading read(PreviewCursor opened, PreviewPage.Posts page) {
    return PageReading.of(opened, page, tour.since(), known());
  }

  private PageReading readNewest(PreviewPage.Posts page) {
    var opened = cursor.withNewest(newest(page));
    if (opened.newest() > cursor.newest()) {
      return read(opened, page);
    }
    return PageReading.again(cursor, page, tour.since(), known());
  }

  /** A whole run tries photos of the newest page once more that failed in an earlier one. */
  private Known known() {
    if (tour.limited()) {
      return Known.LEFT_OUT;
    }
    return begun || tour.newsOnly() ? Known.WITHOUT_PHOTOS : Known.WHOLE;
  }

  /** Where a page meets what was read before, the pages behind it are the ones to read again. */
  private Step after(PageReading reading, long nextPoll, int pagesAgain) {
    var older = reading.older();
    boolean found =
        pagesAgain > 0 && older.isPresent() && reading.after().hasRead(older.getAsLong() - 1);
    return on(reading, nextPoll, found ? new Again(pagesAgain, older) : again);
  }

  private Step on(PageReading reading, long nextPoll, Again nextAgain) {
    boolean end = !nextAgain.isDue() && (tour.newsOnly() || reading.after().isComplete());
    return new Step(
        new HistoryWalk(tour, reading.after(), nextPoll, nextAgain, true, endDue, end),
        reading.arrivals());
  }

  private PreviewSite.Query query(OptionalLong before, Priority priority, boolean postsExpected) {
    return new PreviewSite.Query(tour.name(), before, priority, postsExpected, tour.patient());
  }

  /** Of a page that shows no post and yet has older ones, the highest that these may have. */
  private static long newest(PreviewPage.Posts page) {
    return page.posts().stream()
        .flatMap(post -> post.messageIds().stream())
        .mapToLong(Long::longValue)
        .max()
        .orElse(page.before().orElse(1) - 1);
  }
}
