package io.sluice.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.ChannelStates;
import io.sluice.ledger.ChannelStates.Standing;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a channel's row up to what its journal says, one write at a time. What comes while one is
 * under way is written after it, the latest alone; while the database is away, it waits.
 */
final class StandingRow {
  private static final Logger LOG = LoggerFactory.getLogger(StandingRow.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long AGAIN_SECONDS = 1;

  private final long channel;
  private final ChannelStates standings;
  private final Executor jdbc;
  private ChannelState noted;
  private Standing next;
  private boolean writing;
  private Runnable written;
  private volatile boolean failing;

  StandingRow(long channel, ChannelStates standings, Executor jdbc) {
    this.channel = channel;
    this.standings = standings;
    this.jdbc = jdbc;
  }

  /** Notes the state, if it is another than the last. */
  void note(ChannelState state, long version) {
    if (!state.equals(noted)) {
      noted = state;
      put(standing(state, version, Optional.empty()));
    }
  }

  /** Calls when all that was noted is written: now, if it is. The last to ask is called alone. */
  synchronized void whenWritten(Runnable call) {
    if (writing) {
      written = call;
    } else {
      call.run();
    }
  }

  /** Notes what a run stumbled over. */
  void stumbled(ChannelState state, long version, String error) {
    put(standing(state, version, Optional.of(error)));
  }

  private Standing standing(ChannelState state, long version, Optional<String> error) {
    var current = Stream.ofNullable(state.collection());
    var sources =
        Stream.concat(current, state.later().stream()).map(Channel.Collection::source).toList();
    try {
      return new Standing(
          channel,
          version,
          state.phase().name().toLowerCase(Locale.ROOT),
          state.reason().isEmpty() ? null : state.reason(),
          error,
          JSON.writeValueAsString(sources));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a source is a record of plain values", e);
    }
  }

  private synchronized void put(Standing latest) {
    next = latest.error().isEmpty() && next != null ? latest.with(next.error()) : latest;
    if (!writing) {
      writing = true;
      jdbc.execute(this::write);
    }
  }

  private void write() {
    for (var standing = take(); standing != null; standing = take()) {
      try {
        standings.write(standing);
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn(
              "Channel {}: its state cannot be written yet, and is tried again: {}",
              channel,
              e.getMessage());
        }
        failing = true;
        giveBack(standing);
        CompletableFuture.delayedExecutor(AGAIN_SECONDS, TimeUnit.SECONDS, jdbc)
            .execute(this::write);
        return;
      }
    }
  }

  private synchronized Standing take() {
    var standing = next;
    next = null;
    writing = standing != null;
    if (!writing && written != null) {
      written.run();
      written = null;
    }
    return standing;
  }

  private synchronized void giveBack(Standing standing) {
    if (next == null) {
      next = standing;
    } else if (next.error().isEmpty()) {
      next = next.with(standing.error());
    }
  }
}
