package io.sluice.telegram.preview;

import io.sluice.channel.Arrival;
import io.sluice.origin.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.japi.Pair;

/**
 * A walk through a channel's history, a page a step: first the newest page, then whatever the
 * cursor has not read yet, newest first; one that follows looks at the newest page again in
 * between. Within a page the newest post comes first, so that each leaves a place to go on from.
 *
 * @param tour what stays the same on the way
 * @param cursor how far the walk has come
 * @param pollAt when to look at the newest page again, on the clock of {@link System#nanoTime}
 * @param ended whether nothing more is to be read
 */
record HistoryWalk(Tour tour, PreviewCursor cursor, long pollAt, boolean ended) {

  /**
   * What stays the same on a walk.
   *
   * @param interval between looks at the newest page; empty to look once
   * @param newsOnly whether to read the newest page and no more
   * @param since older posts are not wanted; null for all
   * @param refresh whether posts that were read before are given again, as they are now
   * @param patient whether to wait also for a site that never answered yet
   */
  record Tour(
      PreviewSite site,
      String name,
      Optional<Duration> interval,
      boolean newsOnly,
      Instant since,
      boolean refresh,
      boolean patient) {}

  static HistoryWalk begin(Tour tour, PreviewCursor cursor) {
    return new HistoryWalk(tour, cursor, System.nanoTime(), false);
  }

  /** The next page's messages and the walk behind them; empty at the end. */
  CompletionStage<Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>>> step() {
    if (ended) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return untilPoll().isNegative() || untilPoll().isZero() ? poll() : readOn();
  }

  private Duration untilPoll() {
    return Duration.ofNanos(pollAt - System.nanoTime());
  }

  private CompletionStage<Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>>> poll() {
    return tour.site()
        .history(query(OptionalLong.empty(), Priority.LIVE, cursor.newest() > 0))
        .thenApply(
            page ->
                page instanceof PreviewPage.Posts posts
                    ? polled(read(cursor.withNewest(newest(posts)), posts))
                    : polled(List.of(Arrival.mark(cursor))));
  }

  private Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>> polled(
      List<Arrival<PreviewCursor>> arrivals) {
    var after = arrivals.get(arrivals.size() - 1).after();
    long next =
        tour.interval().map(time -> System.nanoTime() + time.toNanos()).orElse(Long.MAX_VALUE);
    boolean end = tour.newsOnly() || after.isComplete();
    return Optional.of(Pair.create(new HistoryWalk(tour, after, next, end), arrivals));
  }

  private CompletionStage<Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>>> readOn() {
    var before = OptionalLong.of(cursor.holes().get(0).before());
    var query = query(before, Priority.BACKFILL, true);
    return (tour.interval().isPresent()
            ? tour.site().history(query, untilPoll())
            : tour.site().history(query).thenApply(Optional::of))
        .thenApply(page -> page.isEmpty() ? postponed() : wentOn(page.get()));
  }

  private Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>> postponed() {
    return Optional.of(Pair.create(this, List.of()));
  }

  private Optional<Pair<HistoryWalk, List<Arrival<PreviewCursor>>>> wentOn(PreviewPage page) {
    var arrivals =
        page instanceof PreviewPage.Posts posts
            ? read(cursor, posts)
            : List.of(Arrival.mark(cursor.readAll()));
    var after = arrivals.get(arrivals.size() - 1).after();
    return Optional.of(
        Pair.create(new HistoryWalk(tour, after, pollAt, after.isComplete()), arrivals));
  }

  private PreviewSite.Query query(OptionalLong before, Priority priority, boolean postsExpected) {
    return new PreviewSite.Query(tour.name(), before, priority, postsExpected, tour.patient());
  }

  /** The posts of a page of the newest hole, then a mark with what the page says is behind it. */
  private List<Arrival<PreviewCursor>> read(PreviewCursor opened, PreviewPage.Posts page) {
    var arrivals = new ArrayList<Arrival<PreviewCursor>>();
    var at = opened;
    long floor = opened.isComplete() ? opened.newest() : opened.holes().get(0).floor();
    long ceiling = opened.isComplete() ? 0 : opened.holes().get(0).before();
    boolean reachedFloor = opened.isComplete();
    for (int i = page.posts().size() - 1; i >= 0; i--) {
      var post = page.posts().get(i);
      boolean isNew = post.id() > floor && post.id() < ceiling;
      reachedFloor |= post.id() <= floor || isTooOld(post);
      if (isNew && !isTooOld(post)) {
        var after = at.isComplete() ? at : at.readDownTo(post.id());
        arrivals.addAll(PostMessages.of(post, at, after));
        at = after;
      } else if (tour.refresh() && post.id() <= floor && !isTooOld(post)) {
        arrivals.addAll(PostMessages.of(post, at, at));
      }
    }
    arrivals.add(Arrival.mark(behind(at, floor, reachedFloor, page.before())));
    return arrivals;
  }

  /** The page's own cursor counts; where it has none, nothing is older. */
  private PreviewCursor behind(
      PreviewCursor at, long floor, boolean reachedFloor, OptionalLong before) {
    boolean stillOpen = !at.isComplete() && at.holes().get(0).floor() == floor;
    if (!stillOpen) {
      return at;
    }
    return reachedFloor || before.isEmpty() ? at.readAll() : at.readDownTo(before.getAsLong());
  }

  private boolean isTooOld(Post post) {
    return tour.since() != null && post.sentAt() != null && post.sentAt().isBefore(tour.since());
  }

  private static long newest(PreviewPage.Posts page) {
    return page.posts().stream()
        .flatMap(post -> post.messageIds().stream())
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }
}
