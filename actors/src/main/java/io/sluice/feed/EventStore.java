package io.sluice.feed;

import io.sluice.ledger.feed.FeedEvent;
import io.sluice.ledger.feed.Feeds;
import io.sluice.persistence.DatabaseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Stores what entries tell: a group of them goes in; those that are settled come out, with those
 * whose files are to be fetched first.
 */
final class EventStore {
  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final EventParser parser;
  private final Burial burial;
  private final Executor jdbc;

  EventStore(FeedNode node, Feeds.Wanted feed, Burial burial, Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.burial = burial;
    this.jdbc = jdbc;
    parser = new EventParser(node.settings().fields());
  }

  /**
   * What has become of a group.
   *
   * @param settled ids of those that can be acknowledged
   */
  record Outcome(List<String> settled, List<Event.ToFetch> toFetch) {}

  CompletionStage<Outcome> store(List<Entry> entries) {
    return node.metrics()
        .storing(CompletableFuture.supplyAsync(() -> sorted(entries), jdbc))
        .thenCompose(
            sorted ->
                (sorted.unfit.isEmpty()
                        ? CompletableFuture.<Void>completedFuture(null)
                        : burial.of(sorted.unfit))
                    .thenApply(buried -> new Outcome(sorted.settled(), sorted.toFetch)));
  }

  private static final class Sorted {
    private final Set<String> all = new LinkedHashSet<>();
    private final List<FeedEvent> told = new ArrayList<>();
    private final List<Entry> toldBy = new ArrayList<>();
    private final List<Event.ToFetch> toFetch = new ArrayList<>();
    private final List<Event.Unfit> unfit = new ArrayList<>();
    private final List<Event.Note> notes = new ArrayList<>();
    private int ghosts;

    /**
     * @param older rows of objects of which something newer is known: their files are no more
     */
    void add(Event event, Set<String> older) {
      all.add(event.entry().id());
      if (event instanceof Event.ToFetch one) {
        addFiles(one, older);
      } else if (event instanceof Event.Told one) {
        one.rows().forEach(row -> tell(one.entry(), row));
      } else if (event instanceof Event.Unfit one) {
        unfit.add(one);
      } else if (event instanceof Event.Note one) {
        notes.add(one);
      } else {
        ghosts++;
      }
    }

    private void addFiles(Event.ToFetch event, Set<String> older) {
      var files = new ArrayList<FeedEvent>();
      for (var row : event.rows()) {
        if (older.contains(row.entry())) {
          tell(event.entry(), row);
        } else {
          files.add(row);
        }
      }
      if (!files.isEmpty()) {
        toFetch.add(new Event.ToFetch(event.entry(), files));
      }
    }

    private void tell(Entry entry, FeedEvent row) {
      told.add(row);
      toldBy.add(entry);
    }

    /** All but those whose files are still to come. */
    List<String> settled() {
      toFetch.forEach(event -> all.remove(event.entry().id()));
      return List.copyOf(all);
    }
  }

  private Sorted sorted(List<Entry> entries) {
    var events = entries.stream().flatMap(entry -> parser.parse(entry).stream()).toList();
    var older = node.objects().note(feed.streamId(), rows(events));
    var sorted = new Sorted();
    events.forEach(event -> sorted.add(event, older));
    if (!sorted.told.isEmpty()) {
      storeTold(sorted);
    }
    if (sorted.ghosts > 0) {
      tellGhosts(sorted.ghosts);
    }
    if (!sorted.notes.isEmpty()) {
      tellNotes(sorted.notes);
    }
    return sorted;
  }

  private static List<FeedEvent> rows(List<Event> events) {
    var rows = new ArrayList<FeedEvent>();
    for (var event : events) {
      if (event instanceof Event.Told one) {
        rows.addAll(one.rows());
      } else if (event instanceof Event.ToFetch one) {
        rows.addAll(one.rows());
      }
    }
    return rows;
  }

  /** A line for all of them: who sends many is not to fill the log. */
  private void tellNotes(List<Event.Note> notes) {
    node.metrics().settled(feed.name(), "test", notes.size());
    FeedPipeline.LOG.info(
        "{}: {} entries are no events, such as {}, {}",
        feed.name(),
        notes.size(),
        notes.get(0).entry().id(),
        notes.get(0).text());
  }

  private void tellGhosts(int ghosts) {
    node.consumers().ghosts(feed.id(), ghosts);
    node.metrics().settled(feed.name(), "ghost", ghosts);
    FeedPipeline.LOG.warn(
        "{}: {} entries were deleted or trimmed before they were acknowledged",
        feed.name(),
        ghosts);
  }

  private void storeTold(Sorted sorted) {
    node.files().lookAhead();
    try {
      var rows = sorted.told.stream().sorted(Comparator.comparing(FeedEvent::entry)).toList();
      count(node.events().store(feed.id(), feed.streamId(), rows), rows.size());
    } catch (DatabaseException e) {
      if (!e.isOurFault()) {
        throw e;
      }
      storeEach(sorted);
    }
    node.log().add(feed.id(), feed.name(), "files", sorted.told.size());
  }

  private void count(int added, int all) {
    node.metrics().settled(feed.name(), "stored", added);
    node.metrics().settled(feed.name(), "duplicate", all - added);
  }

  /** One that the database refuses takes no others with it. */
  private void storeEach(Sorted sorted) {
    for (int i = 0; i < sorted.told.size(); i++) {
      try {
        count(node.events().store(feed.id(), feed.streamId(), List.of(sorted.told.get(i))), 1);
      } catch (DatabaseException e) {
        if (!e.isOurFault()) {
          throw e;
        }
        sorted.unfit.add(new Event.Unfit(sorted.toldBy.get(i), "not storable", e.getMessage()));
      }
    }
  }
}
