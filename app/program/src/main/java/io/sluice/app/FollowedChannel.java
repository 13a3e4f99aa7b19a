package io.sluice.app;

import io.sluice.channel.SourceSpec;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Reach;
import io.sluice.ledger.channel.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A channel that is collected: its rows go in as they change, how it stands comes out. Thread-safe:
 * one thread looks at the rows, the display and the report read it.
 */
final class FollowedChannel {
  /** What a run stumbled over and the time of the row's last change are written together. */
  private static final Duration TOGETHER = Duration.ofMillis(10);

  /** What is on its way is stored within this time. */
  private static final Duration STORING = Duration.ofSeconds(10);

  private final long id;
  private final ChannelRow.Counters before;
  private final List<SourceSpec> sources;
  private final boolean follows;
  private final boolean limited;
  private final long startedAt = System.nanoTime();
  private int next;
  private String name;
  private Asked asked = Asked.NOT_YET;
  private Instant askedAt;
  private ChannelRow.Counters earlier;
  private ChannelRow row;
  private ChannelPhase phase = ChannelPhase.WAITING;
  private Tally tally = Tally.NONE;
  private long pausedAt;
  private long endedAt;

  /** Whether the channel knows that it is to collect. */
  private enum Asked {
    NOT_YET,
    UNDER_WAY,
    /** From here on its row tells of that. */
    ANSWERED
  }

  private FollowedChannel(
      long id,
      String name,
      ChannelRow.Counters before,
      List<SourceSpec> sources,
      boolean follows,
      boolean limited) {
    this.id = id;
    this.name = name;
    this.before = before;
    this.sources = List.copyOf(sources);
    this.follows = follows;
    this.limited = limited;
  }

  /**
   * One that nodes collect, as a whole.
   *
   * @param before what was stored of it
   * @param follows whether having all there is is no end
   * @param limited whether no more than so many messages were wanted
   */
  FollowedChannel(
      long id, String name, ChannelRow.Counters before, boolean follows, boolean limited) {
    this(id, name, before, List.of(), follows, limited);
  }

  /** One that is told to collect these sources, each when the one before it is complete. */
  FollowedChannel(Channels.Channel channel, ChannelRow.Counters before, List<SourceSpec> sources) {
    this(
        channel.id(),
        channel.name(),
        before,
        sources,
        false,
        sources.stream().anyMatch(source -> source.limit() > 0));
  }

  /** Whether the channel is to be told to collect {@link #source}. */
  synchronized boolean isToBeAsked() {
    return !isDone() && asked == Asked.NOT_YET;
  }

  /** It was told, and has not answered yet. */
  synchronized void asking() {
    asked = Asked.UNDER_WAY;
  }

  /** The one that it collects now, of those it is told to. */
  synchronized SourceSpec source() {
    return sources.get(next);
  }

  /** The channel has answered, and its row says so. */
  void asked() {
    asked(Instant.MIN);
  }

  /**
   * A node has taken it.
   *
   * @param at before that, by the database's clock: a row that is older tells of an earlier end
   */
  synchronized void asked(Instant at) {
    asked = Asked.ANSWERED;
    askedAt = at;
    earlier = row == null ? before : row.counters();
    pausedAt = 0;
    endedAt = 0;
    phase = ChannelPhase.WAITING;
  }

  /** It gave no answer, and has to be asked again. */
  synchronized void refused() {
    asked = Asked.NOT_YET;
  }

  /** Whether its row tells of what was asked, and no end yet. */
  synchronized boolean isLookedAt() {
    return asked == Asked.ANSWERED && !isDone();
  }

  /** Takes its row as it is now; true if it tells of another state. */
  synchronized boolean take(ChannelList.AtWork now) {
    var was = phase;
    if (isLookedAt()) {
      row = now.row();
      name = row.name();
      var told = told();
      if (!isEnd(told)) {
        pausedAt = 0;
        phase = told;
      } else if (row.changedAt().isAfter(askedAt) && !isStoring(told, now.running())) {
        phase = told;
        goOnOrEnd();
      }
    }
    return phase != was;
  }

  /** How it stands with what was asked: the channel may have gone on with something else. */
  private ChannelPhase told() {
    var told = ChannelPhase.ofColumn(row.state());
    long failures = row.counters().sourcesFailed() - earlier.sourcesFailed();
    var now = SourceSpec.of(row);
    if (!sources.isEmpty() && !now.isEmpty() && !now.get(0).equals(source())) {
      // One of the failures is that of what it does now.
      failures -= told == ChannelPhase.FAILED ? 1 : 0;
      told = now.contains(source()) ? ChannelPhase.WAITING : ChannelPhase.COMPLETED;
    }
    return failures > 0 && told.hasAll() && isEnd(told) ? ChannelPhase.FAILED : told;
  }

  private boolean isEnd(ChannelPhase told) {
    return switch (told) {
      case REGISTERED, WAITING, COLLECTING -> false;
      case FOLLOWING -> !(sources.isEmpty() ? follows : source().follows());
      case PAUSED, COMPLETED, FAILED, REMOVING, REMOVED -> true;
    };
  }

  /** A channel is paused at once, and its run stores what is on its way, unless it has died. */
  private boolean isStoring(ChannelPhase told, boolean running) {
    if (told != ChannelPhase.PAUSED || !running) {
      return false;
    }
    pausedAt = pausedAt == 0 ? System.nanoTime() : pausedAt;
    return System.nanoTime() - pausedAt < STORING.toNanos();
  }

  private void goOnOrEnd() {
    if (phase == ChannelPhase.COMPLETED && next + 1 < sources.size()) {
      next++;
      asked = Asked.NOT_YET;
      phase = ChannelPhase.WAITING;
    } else {
      end();
    }
  }

  /** Its row is gone, and all that was stored of it. */
  synchronized void takeGone() {
    if (!isDone()) {
      phase = ChannelPhase.REMOVED;
      end();
    }
  }

  /** Nothing more is to come. */
  synchronized void end() {
    endedAt = System.nanoTime();
  }

  /** What was done since the command began. */
  synchronized void did(Tally work) {
    tally = work;
  }

  long id() {
    return id;
  }

  synchronized String name() {
    return name;
  }

  synchronized boolean isDone() {
    return endedAt != 0;
  }

  synchronized Standing standing() {
    var now = row == null ? before : row.counters();
    // Until something is read, the row tells how far an earlier collection was.
    double read = row != null && now.read() > earlier.read() ? row.reach().fraction() : 0;
    return new Standing(
        new Channels.Channel(id, name, name),
        before,
        now.since(before),
        tally,
        row == null
            ? new Reach(0, 0, "[]")
            : new Reach(row.reach().newest(), read, row.reach().unread()),
        phase,
        reason(),
        (next + (asked == Asked.ANSWERED ? read : 0)) / Math.max(1, sources.size()),
        Duration.ofNanos((isDone() ? endedAt : System.nanoTime()) - startedAt),
        isDone(),
        limited);
  }

  private String reason() {
    if (row == null || asked != Asked.ANSWERED) {
      return "";
    }
    var error = row.error();
    // One that went on with its next source is no failed one, and tells why by its last error.
    if (phase == ChannelPhase.FAILED) {
      return Optional.ofNullable(row.reason()).orElse(error == null ? "" : error.message());
    }
    boolean last = error != null && error.at().plus(TOGETHER).isAfter(row.changedAt());
    return last && error.at().isAfter(askedAt) ? error.message() : "";
  }
}
