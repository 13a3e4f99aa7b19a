package io.sluice.channel;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Photo;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The way of a channel's messages: a cursor goes in, stored batches come out. What it fails with
 * has stored nothing that the cursor does not cover.
 */
final class ChannelPipeline<C extends Record> {
  /** Messages in work for each image thread: enough that photos among many texts keep it busy. */
  private static final int WINDOW = 32;

  private final ChannelSource<C> source;
  private final Selection selection;
  private final LedgerStages<C> ledger;
  private final Photos photos;
  private final Set<CompletableFuture<?>> inWork = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private volatile boolean ended;
  private final SharedKillSwitch stop = KillSwitches.shared("channel");

  /** What the photos of a run need: the node's stage, its threads, and what earlier runs left. */
  record Photos(
      PhotoStage stage,
      Executor threads,
      int parallelism,
      long channel,
      String name,
      Set<String> suspects) {}

  ChannelPipeline(
      ChannelSource<C> source, Selection selection, LedgerStages<C> ledger, Photos photos) {
    this.source = source;
    this.selection = selection;
    this.ledger = ledger;
    this.photos = photos;
  }

  Source<Progress, NotUsed> run(Fence fence, Optional<String> cursor) {
    var failure = new AtomicReference<Throwable>();
    return source
        .messagesAfter(ledger.cursor(cursor, selection))
        // A failure would overtake what is on its way: it waits until all of that is stored.
        .onErrorComplete(
            thrown -> {
              failure.set(thrown);
              return true;
            })
        .via(stop.flow())
        .map(arrival -> Handled.from(arrival, selection))
        .via(ledger.leaveOutSettledPhotos())
        .via(developPhotos(fence))
        .takeWhile(handled -> handled.open().isEmpty())
        .via(ledger.storeInBatches(fence, selection))
        .concatLazy(Source.lazySource(() -> failed(failure.get())));
  }

  private static Source<Progress, NotUsed> failed(Throwable failure) {
    return failure == null ? Source.empty() : Source.failed(failure);
  }

  /**
   * Takes no more from the source and begins no more photos; what lies before the first of those is
   * still stored, then the stream completes.
   */
  void stop() {
    stopping = true;
    stop.shutdown();
  }

  private Flow<Handled<C>, Handled<C>, NotUsed> developPhotos(Fence fence) {
    return Flow.<Handled<C>>create()
        .mapAsync(
            WINDOW * photos.parallelism(),
            handled ->
                handled.open().isEmpty()
                    ? CompletableFuture.completedFuture(handled)
                    : develop(fence, handled));
  }

  private CompletionStage<Handled<C>> develop(Fence fence, Handled<C> handled) {
    var work =
        CompletableFuture.supplyAsync(
            () ->
                stopping
                    ? handled
                    : handled.withPhotos(
                        handled.open().stream().map(p -> photo(fence, handled, p)).toList()),
            photos.threads());
    inWork.add(work);
    work.whenComplete((done, failure) -> inWork.remove(work));
    return work;
  }

  /**
   * To be called when the stream has ended: completes when no photo of it is in work any more. A
   * stream that fails leaves those behind that were on their way.
   */
  CompletionStage<Void> windUp() {
    ended = true;
    return CompletableFuture.allOf(inWork.toArray(CompletableFuture[]::new))
        .exceptionally(failure -> null);
  }

  private Photo photo(Fence fence, Handled<C> handled, PhotoReference photo) {
    if (ended) {
      throw new CancellationException("the run has ended");
    }
    var job =
        new PhotoStage.Job(
            photos.channel(), photos.name(), fence.epoch(), photos.suspects().contains(photo.id()));
    return photos.stage().develop(job, handled.arrival().message(), photo);
  }
}
