package io.sluice.channel;

import io.sluice.ledger.Fence;
import io.sluice.ledger.channel.Photo;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.photo.FetchedPhoto;
import io.sluice.photo.LocalPhotos;
import io.sluice.photo.PhotoReference;
import io.sluice.photo.PhotoStage;
import io.sluice.photo.Suspicion;
import io.sluice.run.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The way of a channel's messages: a cursor goes in, stored groups come out. Where it fails,
 * whatever is stored lies before the stored cursor.
 */
final class ChannelPipeline<C extends Record> implements Pipeline<Progress> {
  /** Messages in work for each image thread: enough that photos among many texts keep it busy. */
  private static final int WINDOW = 32;

  /** How often a photo is fetched that came whole, as its host says, and yet is cut off. */
  private static final int MOST_FETCHES = 3;

  private final ChannelSource<C> source;
  private final Part part;
  private final Selection selection;
  private final LedgerStages<C> ledger;
  private final Photos photos;
  private final BytesInWork bytes;
  private final Set<CompletableFuture<?>> inWork = ConcurrentHashMap.newKeySet();
  private final Set<CompletableFuture<FetchedPhoto>> fetching = ConcurrentHashMap.newKeySet();

  /** Messages whose photo killed a process, tried again all the same: in a process of its own. */
  private final Set<Long> setAside = ConcurrentHashMap.newKeySet();

  private volatile boolean triedAgain;
  private volatile boolean stopping;
  private volatile boolean ended;
  private final SharedKillSwitch stop = KillSwitches.shared("channel");

  /**
   * Which part of its source is read.
   *
   * @param fence shows that the run is still the one
   * @param cursor where the last run came to
   */
  record Part(Fence fence, Optional<String> cursor, Extent extent) {}

  /** What the photos of a run need: the node's stage and reader, and whom to suspect. */
  record Photos(
      PhotoStage stage,
      LocalPhotos local,
      int parallelism,
      long channel,
      String name,
      boolean limited,
      Suspects suspects) {

    /** Messages whose photos are in work at once. */
    private int window() {
      return WINDOW * parallelism;
    }
  }

  ChannelPipeline(
      ChannelSource<C> source,
      Part part,
      Selection selection,
      LedgerStages<C> ledger,
      Photos photos,
      BytesInWork bytes) {
    this.source = source;
    this.part = part;
    this.selection = selection;
    this.ledger = ledger;
    this.photos = photos;
    this.bytes = bytes;
  }

  @Override
  public Source<Progress, NotUsed> stream() {
    var from = ledger.cursor(part.cursor(), selection);
    var onwards =
        stored(
            messages(from),
            Flow.<Arrival<C>>create()
                .map(arrival -> Handled.from(arrival, selection))
                .via(ledger.leaveOutSettledPhotos()),
            ledger.storeInGroups(part.fence(), selection));
    return part.extent() == Extent.NEWS
        ? onwards
        : tryAgain(from)
            // The photos that were tried again are all that a limited collection is to do.
            .concatLazy(
                Source.lazySource(() -> photos.limited() && triedAgain ? Source.empty() : onwards));
  }

  private Source<Progress, NotUsed> stored(
      Source<Arrival<C>, NotUsed> messages,
      Flow<Arrival<C>, Handled<C>, NotUsed> choosePhotos,
      Flow<Handled<C>, Progress, NotUsed> storeInGroups) {
    var failure = new AtomicReference<Throwable>();
    return messages
        // A failure would overtake what is on its way: it waits until all of that is stored.
        .onErrorComplete(
            thrown -> {
              failure.set(thrown);
              return true;
            })
        .mapAsync(1, bytes::take)
        .via(stop.flow())
        .via(choosePhotos)
        .via(developPhotos(failure))
        .takeWhile(handled -> handled.open().isEmpty())
        .via(storeInGroups)
        .concatLazy(Source.lazySource(() -> failed(failure.get())));
  }

  /** The photos that somebody wants tried again, before anything else. */
  private Source<Progress, NotUsed> tryAgain(Optional<C> from) {
    return Source.lazyCompletionStage(ledger::photosToRetry)
        .flatMapConcat(photos -> photos.isEmpty() ? Source.empty() : tryAgain(from, photos))
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  private Source<Progress, NotUsed> tryAgain(
      Optional<C> from, SortedMap<Long, PhotoOutcome> photos) {
    triedAgain = true;
    photos.forEach(
        (message, outcome) -> {
          if (outcome == PhotoOutcome.SET_ASIDE) {
            setAside.add(message);
          }
        });
    var ids = new TreeSet<>(photos.keySet());
    var again =
        stored(
            source.messages(ids),
            Flow.<Arrival<C>>create().map(Handled::again),
            ledger.storeAgain(part.fence(), from));
    return again
        .concatLazy(Source.lazySource(() -> stopping ? Source.empty() : tried(ids)))
        .concatLazy(Source.lazySource(() -> stopping ? Source.empty() : tryAgain(from)));
  }

  private Source<Progress, NotUsed> tried(Set<Long> ids) {
    return Source.completionStage(ledger.tried(part.fence(), ids))
        .flatMapConcat(gone -> Source.empty());
  }

  private Source<Arrival<C>, NotUsed> messages(Optional<C> cursor) {
    return switch (part.extent()) {
      case ALL -> source.messagesAfter(cursor);
      case NEWS -> source.newsAfter(cursor);
    };
  }

  private static Source<Progress, NotUsed> failed(Throwable failure) {
    return failure == null ? Source.empty() : Source.failed(failure);
  }

  /**
   * Takes no more from the source and begins no more photos; what lies before the first of those is
   * still stored, then the stream completes.
   */
  @Override
  public void stop() {
    stopping = true;
    stop.shutdown();
    fetching.forEach(fetch -> fetch.complete(FetchedPhoto.Abandoned.ABANDONED));
  }

  /** Gives a message whose photos fail back as it was: what came before it is still stored. */
  private Flow<Handled<C>, Handled<C>, NotUsed> developPhotos(AtomicReference<Throwable> failure) {
    var met = new AtomicLong();
    return Flow.<Handled<C>>create()
        .mapAsync(
            photos.window(),
            handled -> {
              var suspicion = photos.suspects().of(met.getAndIncrement(), photos.window());
              return handled.open().isEmpty()
                  ? CompletableFuture.completedFuture(handled)
                  : develop(handled, suspicion)
                      .exceptionally(
                          thrown -> {
                            failure.compareAndSet(null, thrown);
                            return handled;
                          });
            });
  }

  /** Gives the message back as it was if the pipeline was stopped before its photos were done. */
  private CompletionStage<Handled<C>> develop(Handled<C> handled, Suspicion suspicion) {
    CompletionStage<List<Photo>> done = CompletableFuture.completedFuture(List.of());
    for (var photo : handled.open()) {
      done =
          done.thenCompose(
              earlier ->
                  photo(handled, photo, suspicion, 1)
                      .thenApply(last -> Stream.concat(earlier.stream(), last.stream()).toList()));
    }
    var work =
        done.thenApply(
                all -> all.size() == handled.open().size() ? handled.withPhotos(all) : handled)
            .toCompletableFuture();
    inWork.add(work);
    work.whenComplete((result, failure) -> inWork.remove(work));
    return work;
  }

  @Override
  public CompletionStage<Void> windUp() {
    ended = true;
    bytes.close();
    fetching.forEach(fetch -> fetch.complete(FetchedPhoto.Abandoned.ABANDONED));
    return CompletableFuture.allOf(inWork.toArray(CompletableFuture[]::new))
        .handle(
            (done, failure) -> {
              photos.stage().forget(photos.channel());
              return null;
            });
  }

  private CompletionStage<Optional<Photo>> photo(
      Handled<C> handled, PhotoReference photo, Suspicion suspicion, int fetches) {
    var message = handled.arrival().message();
    var job =
        new PhotoStage.Job(
            photos.channel(),
            photos.name(),
            part.fence(),
            setAside.contains(message.id()) ? Suspicion.STRONG : suspicion,
            this::isWanted);
    return fetch(photo)
        .thenCompose(fetched -> photos.stage().develop(job, message, photo, fetched))
        .thenCompose(
            result ->
                fetches < MOST_FETCHES && isCutOff(photo, result)
                    ? photo(handled, photo, suspicion, fetches + 1)
                    : CompletableFuture.completedFuture(result));
  }

  private static boolean isCutOff(PhotoReference photo, Optional<Photo> result) {
    return photo.location() instanceof PhotoReference.Elsewhere
        && result.filter(done -> done.outcome() == PhotoOutcome.TRUNCATED).isPresent();
  }

  private boolean isWanted() {
    return !stopping && !ended;
  }

  /** A fetch may wait long for its origin, so it ends at once when the pipeline is stopped. */
  private CompletionStage<FetchedPhoto> fetch(PhotoReference photo) {
    var fetched = new CompletableFuture<FetchedPhoto>();
    fetching.add(fetched);
    fetched.whenComplete((result, failure) -> fetching.remove(fetched));
    if (!isWanted()) {
      fetched.complete(FetchedPhoto.Abandoned.ABANDONED);
      return fetched;
    }
    bytes(photo)
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                fetched.completeExceptionally(failure);
              } else if (!fetched.complete(result) && result instanceof FetchedPhoto.Bytes late) {
                late.release().run();
              }
            });
    return fetched;
  }

  private CompletionStage<FetchedPhoto> bytes(PhotoReference photo) {
    if (photo.location() instanceof PhotoReference.Elsewhere remote) {
      return source.fetch(remote, this::isWanted);
    }
    return photo.location() instanceof PhotoReference.InFile here
        ? photos.local().fetch(photos.name(), here, this::isWanted)
        : CompletableFuture.completedFuture(
            new FetchedPhoto.Failed(
                PhotoOutcome.MISSING, ((PhotoReference.Absent) photo.location()).reason(), 0));
  }
}
