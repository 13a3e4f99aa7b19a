package io.sluice.feed;

import io.sluice.batch.ItemOutcome;
import io.sluice.file.FetchedFile;
import io.sluice.file.FileContent;
import io.sluice.file.FileFetch;
import io.sluice.ledger.Fence;
import io.sluice.ledger.feed.FeedEvent;
import io.sluice.ledger.feed.FeedEvents;
import io.sluice.ledger.feed.Feeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Burial burial;
  private final Executor jdbc;
  private final BooleanSupplier wanted;

  /** Suspects are tried one by one. */
  private CompletionStage<?> turn = CompletableFuture.completedFuture(null);

  /**
   * @param wanted false when the run is over
   */
  FileErrands(
      FeedNode node,
      Feeds.Wanted feed,
      Fence run,
      InHand hand,
      Burial burial,
      Executor jdbc,
      BooleanSupplier wanted) {
    this.node = node;
    this.feed = feed;
    this.run = run;
    this.hand = hand;
    this.burial = burial;
    this.jdbc = jdbc;
    this.wanted = wanted;
  }

  /** An event whose files were on their way, and what came of them, as far as that goes. */
  record Done(Event.ToFetch event, List<Brought> brought) {}

  /** A row, and what came of its file. */
  record Brought(FeedEvent row, ItemOutcome<FileContent> outcome) {}

  /** One file after the other: where one comes later, so does all that follows it. */
  CompletionStage<Done> run(Event.ToFetch event) {
    CompletionStage<List<Brought>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (var row : event.rows()) {
      all = all.thenCompose(before -> ends(before) ? is(before) : next(event.entry(), row, before));
    }
    return all.thenApply(brought -> new Done(event, brought));
  }

  private static boolean ends(List<Brought> brought) {
    return !brought.isEmpty() && isOpen(brought.get(brought.size() - 1).outcome());
  }

  private static boolean isOpen(ItemOutcome<FileContent> outcome) {
    return outcome instanceof ItemOutcome.Later || outcome instanceof ItemOutcome.Abandoned;
  }

  private static <T> CompletionStage<T> is(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private CompletionStage<List<Brought>> next(Entry entry, FeedEvent row, List<Brought> before) {
    return (hand.isSuspect(entry.id()) ? apart(entry, row) : fetched(entry, row))
        .thenApply(
            outcome -> {
              before.add(new Brought(row, outcome));
              return before;
            });
  }

  /** What does not come in its time is tried once more, by itself. */
  private CompletionStage<ItemOutcome<FileContent>> fetched(Entry entry, FeedEvent row) {
    return fetch(entry, row, false)
        .thenCompose(
            outcome -> {
              if (outcome instanceof ItemOutcome.Died<FileContent> died && died.equals(late(1))) {
                hand.suspect(entry.id());
                return apart(entry, row);
              }
              return is(outcome);
            });
  }

  private CompletionStage<ItemOutcome<FileContent>> fetch(
      Entry entry, FeedEvent row, boolean suspect) {
    var inTime = new AtomicBoolean(true);
    // Apart, a file has a limit of its own, and needs time to tell of it.
    int times = suspect ? 2 : 1;
    var fetching =
        node.fetch()
            .fetch(
                new FileFetch.Errand(
                    run,
                    feed.name(),
                    row.storageUrl(),
                    row.object() == null ? null : row.object().etag(),
                    hand.delays(entry.id()),
                    suspect,
                    () -> inTime.get() && wanted.getAsBoolean()))
            .toCompletableFuture();
    var limit = node.settings().itemTimeout().multipliedBy(times);
    return fetching
        .copy()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure -> {
              if (failure instanceof TimeoutException && inTime.compareAndSet(true, false)) {
                fetching.thenAccept(this::drop);
                return is(late(times));
              }
              return CompletableFuture.failedFuture(failure);
            });
  }

  private ItemOutcome<FileContent> late(int times) {
    var limit = node.settings().itemTimeout().multipliedBy(times);
    return new ItemOutcome.Died<>("took longer than " + limit.toMillis() / 1000.0 + " s");
  }

  /** It came after all, when nobody waited any more. */
  private void drop(ItemOutcome<FileContent> outcome) {
    if (outcome instanceof ItemOutcome.Passed<FileContent> passed) {
      node.fetch().drop(passed.value());
    }
  }

  private synchronized CompletionStage<ItemOutcome<FileContent>> apart(Entry entry, FeedEvent row) {
    var next = turn.handle((done, failure) -> null).thenCompose(before -> tryApart(entry, row));
    turn = next;
    return next;
  }

  /** It is counted before: whatever becomes of this process, it is not tried for ever. */
  private CompletionStage<ItemOutcome<FileContent>> tryApart(Entry entry, FeedEvent row) {
    if (!wanted.getAsBoolean()) {
      return CompletableFuture.completedFuture(new ItemOutcome.Abandoned<>());
    }
    var id = row.entry();
    return CompletableFuture.supplyAsync(() -> node.trials().begin(feed.id(), id), jdbc)
        .thenCompose(
            attempt ->
                attempt > node.settings().maxAttempts()
                    ? CompletableFuture.completedFuture(
                        new ItemOutcome.Died<FileContent>(
                            "was in trial %d times when the process ended".formatted(attempt - 1)))
                    : fetch(entry, row, true))
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
    var sorted = new Sorted();
    group.forEach(sorted::add);
    return CompletableFuture.supplyAsync(() -> store(sorted), jdbc)
        .thenCompose(
            unfit ->
                unfit.isEmpty() ? CompletableFuture.<Void>completedFuture(null) : burial.of(unfit))
        .thenApply(buried -> sorted.settled);
  }

  /** What failed for good, and of which entry. */
  private record Lost(Entry entry, FeedEvent row, Event.Unfit why) {}

  private final class Sorted {
    private final List<String> settled = new ArrayList<>();
    private final List<Lost> lost = new ArrayList<>();
    private final List<Brought> passed = new ArrayList<>();

    void add(Done done) {
      var entry = done.event().entry();
      done.brought().stream()
          .filter(one -> one.outcome() instanceof ItemOutcome.Passed)
          .forEach(passed::add);
      var last = done.brought().get(done.brought().size() - 1).outcome();
      if (last instanceof ItemOutcome.Later<FileContent> later) {
        hand.putOff(entry, later.notBefore(), later.delays());
      } else if (!isOpen(last)) {
        settled.add(entry.id());
        done.brought().forEach(one -> addIfLost(entry, one));
      }
    }

    private void addIfLost(Entry entry, Brought one) {
      var part = one.row().entry().equals(entry.id()) ? "" : one.row().entry() + ": ";
      if (one.outcome() instanceof ItemOutcome.Failed<FileContent> failed) {
        add(entry, one, failed.reason(), part + failed.detail());
      } else if (one.outcome() instanceof ItemOutcome.Died<FileContent> died) {
        add(entry, one, DIED, part + died.how());
      }
    }

    private void add(Entry entry, Brought one, String reason, String detail) {
      lost.add(new Lost(entry, one.row(), new Event.Unfit(entry, reason, detail)));
    }
  }

  /**
   * Stores what can be: of an object that is gone or another one, since something newer was told of
   * it, its row.
   *
   * @return what is to be buried
   */
  private List<Event.Unfit> store(Sorted sorted) {
    storePassed(sorted.passed);
    var older = node.objects().older(feed.streamId(), sorted.lost.stream().map(Lost::row).toList());
    var rows =
        sorted.lost.stream()
            .map(Lost::row)
            .filter(row -> older.contains(row.entry()))
            .sorted(Comparator.comparing(FeedEvent::entry))
            .toList();
    if (!rows.isEmpty()) {
      count(node.events().store(feed.id(), feed.streamId(), rows), rows.size());
    }
    return sorted.lost.stream()
        .filter(lost -> !older.contains(lost.row().entry()))
        .map(Lost::why)
        .toList();
  }

  private void count(int added, int all) {
    node.metrics().settled(feed.name(), "stored", added);
    node.metrics().settled(feed.name(), "duplicate", all - added);
    node.log().add(feed.id(), feed.name(), "files", all);
  }

  private void storePassed(List<Brought> passed) {
    if (passed.isEmpty()) {
      return;
    }
    passed.sort(Comparator.comparing(one -> one.row().entry()));
    var files = new ArrayList<FetchedFile>();
    var rows = new ArrayList<FeedEvents.Fetched>();
    for (var one : passed) {
      var content = ((ItemOutcome.Passed<FileContent>) one.outcome()).value();
      var file = new FetchedFile(files.size(), content);
      files.add(file);
      rows.add(new FeedEvents.Fetched(one.row(), file.row()));
    }
    long withdrawals = node.fetch().prepare(files);
    int added =
        node.events()
            .storeFetched(
                feed.id(),
                feed.streamId(),
                rows,
                (connection, placed) -> node.fetch().check(connection, placed, withdrawals));
    count(added, rows.size());
  }
}
