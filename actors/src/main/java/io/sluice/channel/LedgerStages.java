package io.sluice.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.blob.BlobStore;
import io.sluice.ledger.Fence;
import io.sluice.ledger.channel.ChannelWrite;
import io.sluice.ledger.channel.Photo;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.Reach;
import io.sluice.metrics.ChannelMetrics;
import io.sluice.photo.PhotoReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stages of a channel's pipeline that talk to the ledger, on threads meant for that. */
final class LedgerStages<C extends Record> {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerStages.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOKUP = 200;

  /** Photos tried again in one go through the source. */
  private static final int MOST_RETRIES = 100_000;

  private static final Duration LOOKUP_TIME = Duration.ofMillis(20);

  private final ChannelSource<C> source;
  private final long channel;
  private final String kind;
  private final String place;
  private final ChannelLedger ledger;
  private final BlobStore blobs;
  private final StoreSettings settings;
  private final Executor jdbc;
  private final ChannelMetrics metrics;
  private final BytesInWork inWork;

  /**
   * What was last written of what was passed over, so that it is written again only when it
   * changes.
   */
  private volatile Map<String, Long> told;

  LedgerStages(
      ChannelSource<C> source,
      long channel,
      SourceSpec spec,
      ChannelLedger ledger,
      BlobStore blobs,
      StoreSettings settings,
      Executor jdbc,
      ChannelMetrics metrics,
      BytesInWork inWork) {
    this.source = source;
    this.channel = channel;
    this.kind = spec.kind();
    this.place = spec.place();
    this.ledger = ledger;
    this.blobs = blobs;
    this.settings = settings;
    this.jdbc = jdbc;
    this.metrics = metrics;
    this.inWork = inWork;
  }

  /**
   * What is kept of a cursor.
   *
   * @param wanted which messages were wanted on the way to it
   * @param at the source's own cursor
   */
  private record Bookmark(String wanted, JsonNode at) {}

  /** This kind of source's cursor in the ledger; empty where others were wanted then. */
  Optional<C> cursor(Optional<String> json, Selection selection) {
    try {
      var kept = json.isPresent() ? JSON.readTree(json.get()).get(kind) : null;
      if (kept != null) {
        var bookmark = JSON.treeToValue(kept, Bookmark.class);
        if (selection.fingerprint().equals(bookmark.wanted())) {
          return Optional.of(JSON.treeToValue(bookmark.at(), source.cursorType()));
        }
      }
    } catch (JsonProcessingException e) {
      LOG.debug(
          "The cursor {} is of another program; what it stored is known by its keys", json, e);
    }
    return Optional.empty();
  }

  /** Leaves out the photos that are settled, asking the ledger for many messages at once. */
  Flow<Handled<C>, Handled<C>, NotUsed> leaveOutSettledPhotos() {
    return Flow.<Handled<C>>create()
        .groupedWithin(LOOKUP, LOOKUP_TIME)
        .mapAsync(1, group -> CompletableFuture.supplyAsync(() -> withoutSettled(group), jdbc))
        .mapConcat(group -> group);
  }

  private List<Handled<C>> withoutSettled(List<Handled<C>> group) {
    var ids = group.stream().flatMap(h -> h.open().stream()).map(PhotoReference::id).toList();
    if (ids.isEmpty()) {
      return group;
    }
    Set<String> settled = ledger.known().settled(channel, ids);
    return group.stream()
        .map(
            handled ->
                handled.withOpen(
                    handled.open().stream().filter(photo -> isOpen(photo, settled)).toList()))
        .toList();
  }

  private static boolean isOpen(PhotoReference photo, Set<String> settled) {
    if (settled.contains(photo.id())) {
      LOG.debug("Image already exists: {}", photo.id());
      return false;
    }
    return true;
  }

  /** Stores what comes, group after group: one at a time, or the cursor would run ahead. */
  Flow<Handled<C>, Progress, NotUsed> storeInGroups(Fence fence, Selection selection) {
    return inGroups(
        group -> {
          var last = group.get(group.size() - 1).arrival().after();
          var reach = new ReachNow(newest(group), source.progress(last), source.unread(last));
          return store(
              fence, group, Optional.of(advance(group, last, json(last, selection), reach)), reach);
        });
  }

  /** Stores what was read before and comes again: the cursor stays where it is. */
  Flow<Handled<C>, Progress, NotUsed> storeAgain(Fence fence, Optional<C> cursor) {
    var reach =
        new ReachNow(
            0,
            cursor.map(source::progress).orElse(0.0),
            cursor.map(source::unread).orElse(List.of()));
    return inGroups(group -> store(fence, group, Optional.empty(), reach));
  }

  private Flow<Handled<C>, Progress, NotUsed> inGroups(Function<List<Handled<C>>, Progress> store) {
    return Flow.<Handled<C>>create()
        .groupedWeightedWithin(
            inWork.mostOfGroup(settings.bytes()),
            settings.messages(),
            Handled::weight,
            settings.time())
        .mapAsync(1, group -> storing(group, store));
  }

  private CompletionStage<Progress> storing(
      List<Handled<C>> group, Function<List<Handled<C>>, Progress> store) {
    return metrics.storing(
        "group up to message " + newest(group),
        () ->
            CompletableFuture.supplyAsync(() -> store.apply(group), jdbc)
                .whenComplete((progress, failure) -> inWork.giveBack(group)));
  }

  /** How far the source was read behind a group. */
  private record ReachNow(long newest, double fraction, List<IdRange> unread) {}

  private Progress store(
      Fence fence, List<Handled<C>> group, Optional<ChannelWrite.Advance> advance, ReachNow reach) {
    var wanted = group.stream().filter(Handled::isWanted).toList();
    var photos = new ArrayList<Photo>();
    wanted.forEach(handled -> photos.addAll(handled.photos()));
    var messages = wanted.stream().map(handled -> handled.arrival().message()).toList();
    var write = new ChannelWrite(channel, kind, messages, photos, advance);
    if (photos.stream().anyMatch(photo -> photo.file() != null)) {
      // Their files were written before; the directory may have been taken away since.
      blobs.checkPlace();
    }
    var stored = metrics.committing(() -> ledger.store().store(fence, write));
    int read = read(group);
    int known = wanted.stream().mapToInt(Handled::known).sum();
    metrics.leftOut(read - wanted.size(), known);
    advance.ifPresent(step -> step.sifted().undecided().forEach(this::tellUndecided));
    return new Progress(stored, read, known, reach.fraction());
  }

  private void tellUndecided(String rule, long texts) {
    LOG.atWarn()
        .addKeyValue("channel", channel)
        .log(
            "{} texts are too long for the rule {} of EXCLUDE and are kept: write it without a"
                + " repeated group",
            texts,
            rule);
  }

  private static int read(List<? extends Handled<?>> group) {
    return (int) group.stream().filter(handled -> !handled.arrival().isMark()).count();
  }

  private static long newest(List<? extends Handled<?>> group) {
    return group.stream()
        .map(Handled::arrival)
        .filter(arrival -> !arrival.isMark())
        .mapToLong(arrival -> arrival.message().id())
        .max()
        .orElse(0);
  }

  private ChannelWrite.Advance advance(
      List<Handled<C>> group, C last, String cursor, ReachNow reach) {
    try {
      var unread = JSON.writeValueAsString(reach.unread());
      return new ChannelWrite.Advance(
          cursor,
          read(group),
          new Reach(reach.newest(), reach.fraction(), unread),
          passedOver(last),
          sifted(group));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("ranges of ids have a JSON form", e);
    }
  }

  private static ChannelWrite.Sifted sifted(List<? extends Handled<?>> group) {
    var skipped = new TreeMap<String, Long>();
    var undecided = new TreeMap<String, Long>();
    for (var handled : group) {
      var judgement = handled.judgement();
      judgement.skipped().ifPresent(why -> skipped.merge(why.column(), 1L, Long::sum));
      judgement.undecided().forEach(rule -> undecided.merge(rule, 1L, Long::sum));
    }
    return new ChannelWrite.Sifted(skipped, undecided);
  }

  private ChannelWrite.PassedOver passedOver(C last) {
    var counts = source.passedOver(last);
    if (counts.equals(told)) {
      return ChannelWrite.PassedOver.NONE;
    }
    told = counts;
    return new ChannelWrite.PassedOver(place, counts);
  }

  /** The photos that are to be tried again, by message, with how each failed. */
  CompletionStage<SortedMap<Long, PhotoOutcome>> photosToRetry() {
    return CompletableFuture.supplyAsync(
        () -> ledger.failed().toRetry(channel, MOST_RETRIES), jdbc);
  }

  /** Notes that they were tried again. */
  CompletionStage<Integer> tried(Fence fence, Set<Long> messages) {
    return CompletableFuture.supplyAsync(
        () -> ledger.failed().tried(fence, channel, messages), jdbc);
  }

  private String json(Record cursor, Selection selection) {
    try {
      return JSON.writeValueAsString(
          Map.of(kind, new Bookmark(selection.fingerprint(), JSON.valueToTree(cursor))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cursor must be a record of plain values", e);
    }
  }
}
