package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.ItemList;
import io.sluice.ledger.batch.Listed;
import io.sluice.run.Pipeline;
import io.sluice.words.MissedWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of a batch's items into its ledger: what is listed comes out as how many are new. */
final class ListPipeline implements Pipeline<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

  /** Work begins when so much time has passed, however slow the rest is listed. */
  private static final Duration MOST_WAIT = Duration.ofMillis(500);

  /** Items of one group that are held at once. */
  private static final int LONGEST_GROUP = 50_000;

  private final Kind.Listing listing;
  private final ItemList ledger;
  private final Fence fence;
  private final long batch;
  private final BatchSettings settings;
  private final Executor jdbc;
  private final SharedKillSwitch stop = KillSwitches.shared("listing");

  ListPipeline(
      Kind.Listing listing,
      ItemList ledger,
      Fence fence,
      long batch,
      BatchSettings settings,
      Executor jdbc) {
    this.listing = listing;
    this.ledger = ledger;
    this.fence = fence;
    this.batch = batch;
    this.settings = settings;
    this.jdbc = jdbc;
  }

  @Override
  public Source<Integer, NotUsed> stream() {
    return Source.fromIterator(() -> listing.items().iterator())
        .withAttributes(ActorAttributes.dispatcher("sluice.source-dispatcher"))
        .async()
        .via(stop.<Listed>flow())
        .via(storeInChunks())
        // What was passed over behind the last item.
        .concatLazy(Source.lazyCompletionStage(() -> store(List.of()).thenApply(this::missed)))
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  private Flow<Listed, Integer, NotUsed> storeInChunks() {
    return Flow.<Listed>create()
        .statefulMap(ArrayList<Listed>::new, this::inGroups, group -> Optional.of(group))
        .filter(group -> !group.isEmpty())
        .groupedWeightedWithin(settings.chunkSize(), group -> (long) group.size(), MOST_WAIT)
        .map(groups -> groups.stream().flatMap(List::stream).toList())
        .mapAsync(1, this::store);
  }

  /** Those of a group that are in a row become one list, unless that would be longer than fits. */
  private Pair<ArrayList<Listed>, List<Listed>> inGroups(ArrayList<Listed> before, Listed next) {
    var last = before.isEmpty() ? null : before.get(before.size() - 1);
    if (last != null && !last.isApartFrom(next) && before.size() < LONGEST_GROUP) {
      before.add(next);
      return Pair.create(before, List.of());
    }
    if (next.group() == null) {
      before.add(next);
      return Pair.create(new ArrayList<>(), before);
    }
    return Pair.create(new ArrayList<>(List.of(next)), before);
  }

  private CompletionStage<Integer> store(List<Listed> items) {
    return CompletableFuture.supplyAsync(
        () -> {
          var passedOver = listing.passedOver();
          return ledger.add(
              fence, batch, items, settings.chunkSizes(), passedOver.json(), passedOver.missed());
        },
        jdbc);
  }

  private int missed(int added) {
    long missed = listing.passedOver().missed();
    if (missed > 0) {
      LOG.atWarn().addKeyValue("batch", batch).log("Batch {}: {}", batch, MissedWords.of(missed));
    }
    return added;
  }

  @Override
  public void stop() {
    stop.shutdown();
  }

  @Override
  public CompletionStage<Void> windUp() {
    listing.close();
    return CompletableFuture.completedFuture(null);
  }
}
