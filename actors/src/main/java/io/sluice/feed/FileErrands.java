package io.sluice.feed;

import io.sluice.batch.ItemOutcome;
import io.sluice.file.FetchedFile;
import io.sluice.file.FileContent;
import io.sluice.file.FileFetch;
import io.sluice.ledger.Fence;
import io.sluice.ledger.feed.FeedEvents;
import io.sluice.ledger.feed.Feeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Fetches the files that events tell of, and stores them with their events: what goes better later
 * is put off, and what never will is buried.
 */
final class FileErrands {
  private static final String DIED = "dead";

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final Fence run;
  private final InHand hand;
  private final Set<String> suspects;
  private final Burial burial;
  private final Executor jdbc;
  private final BooleanSupplier wanted;

  /** Suspects are tried one by one. */
  private CompletionStage<?> turn = CompletableFuture.completedFuture(null);

  /**
   * @param suspects ids of entries of which a process may have died
   * @param wanted false when the run is over
   */
  FileErrands(
      FeedNode node,
      Feeds.Wanted feed,
      Fence run,
      InHand hand,
      Set<String> suspects,
      Burial burial,
      Executor jdbc,
      BooleanSupplier wanted) {
    this.node = node;
    this.feed = feed;
    this.run = run;
    this.hand = hand;
    this.suspects = suspects;
    this.burial = burial;
    this.jdbc = jdbc;
    this.wanted = wanted;
  }

  /** An event that was on its errand, and what came of it. */
  record Done(Event.ToFetch event, ItemOutcome<FileContent> outcome) {}

  CompletionStage<Done> run(Event.ToFetch event) {
    return (suspects.contains(event.entry().id()) ? apart(event) : fetch(event, false))
        .thenApply(outcome -> new Done(event, outcome));
  }

  private CompletionStage<ItemOutcome<FileContent>> fetch(Event.ToFetch event, boolean suspect) {
    return node.fetch()
        .fetch(
            new FileFetch.Errand(
                run,
                feed.name(),
                event.row().storageUrl(),
                hand.delays(event.entry().id()),
                suspect,
                wanted));
  }

  private synchronized CompletionStage<ItemOutcome<FileContent>> apart(Event.ToFetch event) {
    var next = turn.handle((done, failure) -> null).thenCompose(before -> tryApart(event));
    turn = next;
    return next;
  }

  /** It is counted before: whatever becomes of this process, it is not tried for ever. */
  private CompletionStage<ItemOutcome<FileContent>> tryApart(Event.ToFetch event) {
    if (!wanted.getAsBoolean()) {
      return CompletableFuture.completedFuture(new ItemOutcome.Abandoned<>());
    }
    var id = event.entry().id();
    return CompletableFuture.supplyAsync(() -> node.trials().begin(feed.id(), id), jdbc)
        .thenCompose(
            attempt ->
                attempt > node.settings().maxAttempts()
                    ? CompletableFuture.completedFuture(
                        new ItemOutcome.Died<FileContent>(
                            "was in trial %d times when the process ended".formatted(attempt - 1)))
                    : fetch(event, true))
        .thenApplyAsync(
            outcome -> {
              node.trials().end(feed.id(), id);
              return outcome;
            },
            jdbc);
  }

  /**
   * Stores what came of a group, or buries it.
   *
   * @return ids of those that can be acknowledged
   */
  CompletionStage<List<String>> settle(List<Done> group) {
    var settled = new ArrayList<String>();
    var unfit = new ArrayList<Event.Unfit>();
    var passed = new ArrayList<Done>();
    for (var done : group) {
      var entry = done.event().entry();
      if (done.outcome() instanceof ItemOutcome.Later<FileContent> later) {
        hand.putOff(entry, later.notBefore(), later.delays());
      } else if (done.outcome() instanceof ItemOutcome.Failed<FileContent> failed) {
        unfit.add(new Event.Unfit(entry, failed.reason(), failed.detail()));
        settled.add(entry.id());
      } else if (done.outcome() instanceof ItemOutcome.Died<FileContent> died) {
        unfit.add(new Event.Unfit(entry, DIED, died.how()));
        settled.add(entry.id());
      } else if (done.outcome() instanceof ItemOutcome.Passed<FileContent>) {
        passed.add(done);
        settled.add(entry.id());
      }
    }
    return CompletableFuture.runAsync(() -> store(passed), jdbc)
        .thenCompose(
            stored ->
                unfit.isEmpty() ? CompletableFuture.<Void>completedFuture(null) : burial.of(unfit))
        .thenApply(buried -> settled);
  }

  private void store(List<Done> passed) {
    if (passed.isEmpty()) {
      return;
    }
    passed.sort(Comparator.comparing(done -> done.event().entry().id()));
    var files = new ArrayList<FetchedFile>();
    var rows = new ArrayList<FeedEvents.Fetched>();
    for (var done : passed) {
      var content = ((ItemOutcome.Passed<FileContent>) done.outcome()).value();
      var file = new FetchedFile(files.size(), content);
      files.add(file);
      rows.add(new FeedEvents.Fetched(done.event().row(), file.row()));
    }
    long withdrawals = node.fetch().prepare(files);
    int added =
        node.events()
            .storeFetched(
                feed.id(),
                feed.streamId(),
                rows,
                (connection, placed) -> node.fetch().check(connection, placed, withdrawals));
    node.metrics().settled(feed.name(), "stored", added);
    node.metrics().settled(feed.name(), "duplicate", rows.size() - added);
    node.log().add(feed.id(), feed.name(), "files", passed.size());
  }
}
