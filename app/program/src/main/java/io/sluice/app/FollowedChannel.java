package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.channel.IdRange;
import io.sluice.channel.Tally;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.Since;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A channel that nodes collect: its rows go in as they change, how it stands comes out.
 * Thread-safe: one thread looks at the rows, the display and the report read it.
 */
final class FollowedChannel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long id;
  private final ChannelRow.Counters before;
  private final boolean follows;
  private final boolean limited;
  private final long startedAt = System.nanoTime();
  private String name;
  private Instant asked;
  private ChannelRow row;
  private ChannelPhase phase = ChannelPhase.WAITING;
  private Since.Written written = new Since.Written(0, Map.of());
  private long endedAt;

  /**
   * @param before what was stored of it
   * @param follows whether having all there is is no end
   * @param limited whether no more than so many messages were wanted
   */
  FollowedChannel(
      long id, String name, ChannelRow.Counters before, boolean follows, boolean limited) {
    this.id = id;
    this.name = name;
    this.before = before;
    this.follows = follows;
    this.limited = limited;
  }

  /**
   * A node has taken it.
   *
   * @param at before that, by the database's clock: a row that is older tells of an earlier end
   */
  synchronized void asked(Instant at) {
    asked = at;
    endedAt = 0;
    phase = ChannelPhase.WAITING;
  }

  /** Takes its row as it is now; true if it tells of another state. */
  synchronized boolean take(ChannelRow now) {
    var earlier = phase;
    if (endedAt == 0) {
      row = now;
      name = now.name();
      var told = ChannelPhase.ofColumn(now.state());
      boolean ends = isEnd(told);
      if (!ends || now.changedAt().isAfter(asked)) {
        phase = told;
        endedAt = ends ? System.nanoTime() : 0;
      }
    }
    return phase != earlier;
  }

  private boolean isEnd(ChannelPhase told) {
    return switch (told) {
      case REGISTERED, WAITING, COLLECTING -> false;
      case FOLLOWING -> !follows;
      case PAUSED, COMPLETED, FAILED, REMOVING, REMOVED -> true;
    };
  }

  /** Its row is gone, and all that was stored of it. */
  synchronized void takeGone() {
    if (endedAt == 0) {
      phase = ChannelPhase.REMOVED;
      endedAt = System.nanoTime();
    }
  }

  /** What was written since it was asked for. */
  synchronized void wrote(Since.Written rows) {
    written = rows;
  }

  long id() {
    return id;
  }

  synchronized boolean isDone() {
    return endedAt != 0;
  }

  synchronized Standing standing() {
    var reason = phase == ChannelPhase.FAILED && row.reason() != null ? row.reason() : "";
    var tally = row == null ? Tally.NONE : tally(row.counters());
    return new Standing(
        new Channels.Channel(id, name, name),
        new Channels.Counters(before.messages(), before.photos(), before.photosFailed()),
        phase,
        reason,
        tally,
        tally.fraction(),
        Duration.ofNanos((endedAt == 0 ? System.nanoTime() : endedAt) - startedAt),
        isDone(),
        limited);
  }

  private Tally tally(ChannelRow.Counters now) {
    long inserted = Math.max(0, now.messages() - before.messages());
    var photos = new EnumMap<PhotoOutcome, Long>(PhotoOutcome.class);
    photos.putAll(written.photos());
    // Rows are counted at the end only, and not every photo that has its file now was written anew.
    photos.keySet().removeIf(PhotoOutcome::hasFile);
    photos.put(PhotoOutcome.STORED, Math.max(0, now.photos() - before.photos()));
    return new Tally(
        Math.max(0, now.read() - before.read()),
        inserted,
        Math.max(0, written.messages() - inserted),
        0,
        Map.of(),
        0,
        photos,
        Math.max(0, now.bytesBefore() - before.bytesBefore()),
        Math.max(0, now.bytesAfter() - before.bytesAfter()),
        Map.of(),
        row.reach().newest(),
        unread(),
        row.changedAt().isAfter(asked) ? row.reach().fraction() : 0);
  }

  private List<IdRange> unread() {
    try {
      return List.of(JSON.readValue(row.reach().unread(), IdRange[].class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
