package io.sluice.telegram.preview;

import io.sluice.channel.Arrival;
import io.sluice.channel.ChannelSource;
import io.sluice.channel.IdRange;
import io.sluice.origin.Priority;
import io.sluice.photo.FetchedPhoto;
import io.sluice.photo.PhotoReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** The messages of a public channel from its web preview: the newest first, then back in time. */
final class PreviewSource implements ChannelSource<PreviewCursor> {
  private final PreviewSite site;
  private final PreviewPhotos photos;
  private final Wanted wanted;

  /**
   * What is wanted of a channel.
   *
   * @param since older posts are not; null for all
   * @param limit most messages of a collection; 0 for all
   * @param interval between looks for new posts; empty for one that does not follow
   */
  record Wanted(String name, Instant since, long limit, Optional<Duration> interval) {
    String asked() {
      return name.toLowerCase(Locale.ROOT) + (since == null ? "" : " since " + since);
    }
  }

  PreviewSource(PreviewSite site, PreviewPhotos photos, Wanted wanted) {
    this.site = site;
    this.photos = photos;
    this.wanted = wanted;
  }

  @Override
  public Class<PreviewCursor> cursorType() {
    return PreviewCursor.class;
  }

  @Override
  public Source<Arrival<PreviewCursor>, NotUsed> messagesAfter(Optional<PreviewCursor> cursor) {
    return walk(cursor, false);
  }

  @Override
  public Source<Arrival<PreviewCursor>, NotUsed> newsAfter(Optional<PreviewCursor> cursor) {
    return walk(cursor, true);
  }

  /** A page shows some twenty posts, so the newest wanted one brings others along. */
  @Override
  public Source<Arrival<PreviewCursor>, NotUsed> messages(SortedSet<Long> ids) {
    return Source.unfoldAsync(ids, this::newestOf).mapConcat(messages -> messages);
  }

  private CompletionStage<Optional<Pair<SortedSet<Long>, List<Arrival<PreviewCursor>>>>> newestOf(
      SortedSet<Long> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var before = OptionalLong.of(ids.last() + 1);
    var query = new PreviewSite.Query(wanted.name(), before, Priority.BACKFILL, true, true);
    return site.history(query).thenApply(page -> Optional.of(from(page, ids)));
  }

  private Pair<SortedSet<Long>, List<Arrival<PreviewCursor>>> from(
      PreviewPage page, SortedSet<Long> ids) {
    if (!(page instanceof PreviewPage.Posts posts)) {
      return Pair.create(Collections.emptySortedSet(), List.of());
    }
    var start = PreviewCursor.start(wanted.asked());
    var found =
        posts.posts().stream()
            .flatMap(post -> PostMessages.of(post, start, start).stream())
            .filter(arrival -> ids.contains(arrival.message().id()))
            .toList();
    long oldest = posts.posts().stream().mapToLong(Post::id).min().orElse(ids.last());
    return Pair.create(ids.headSet(Math.min(oldest, ids.last())), found);
  }

  private Source<Arrival<PreviewCursor>, NotUsed> walk(
      Optional<PreviewCursor> cursor, boolean newsOnly) {
    var from =
        cursor
            .filter(known -> known.asked().equals(wanted.asked()))
            .orElseGet(() -> PreviewCursor.start(wanted.asked()));
    // One that has been followed before outlasts a network that is not there at its start.
    boolean patient = wanted.interval().isPresent() && from.newest() > 0;
    var tour =
        new HistoryWalk.Tour(
            site,
            wanted.name(),
            wanted.interval(),
            newsOnly,
            wanted.since(),
            wanted.limit() > 0,
            patient);
    var arrivals =
        Source.unfoldAsync(HistoryWalk.begin(tour, from), HistoryWalk::step)
            .mapConcat(messages -> messages);
    return wanted.limit() == 0 ? arrivals : limited(arrivals);
  }

  private Source<Arrival<PreviewCursor>, NotUsed> limited(
      Source<Arrival<PreviewCursor>, NotUsed> arrivals) {
    return Source.lazySource(
            () -> {
              var limit = new Limit(wanted.limit());
              return arrivals.takeWhile(limit::goesOnBehind, true);
            })
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  /**
   * Ends a stream behind the last message that is wanted; marks are none. An album with which a
   * stream begins is not cut off, for the next one would begin with it again.
   */
  private static final class Limit {
    private long left;
    private boolean leftAnyPostBehind;

    private Limit(long most) {
      left = most;
    }

    private boolean goesOnBehind(Arrival<PreviewCursor> arrival) {
      if (arrival.isMark()) {
        return true;
      }
      left--;
      leftAnyPostBehind |= arrival.after().hasRead(arrival.message().id());
      return left > 0 || !leftAnyPostBehind;
    }
  }

  @Override
  public double progress(PreviewCursor cursor) {
    return cursor.progress();
  }

  @Override
  public List<IdRange> unread(PreviewCursor cursor) {
    return cursor.unread();
  }

  @Override
  public CompletionStage<FetchedPhoto> fetch(
      PhotoReference.Elsewhere photo, BooleanSupplier isWanted) {
    return photos.fetch(wanted.name(), (PhotoOnPage) photo, isWanted);
  }
}
