package io.sluice.api;

import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.server.Json;
import io.sluice.view.ChannelView;
import io.sluice.view.RemovedView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.BroadcastHub;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * Looks once a second which rows of channels have changed, whichever node changed them, for the
 * rates and for those who listen. However many listen, rows are read and written out once.
 */
final class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** A row may become visible so long after the time that it bears. */
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  private static final int BUFFER = 16;

  /** Seconds of events that wait for a slow listener before it is cut off. */
  private static final int MOST_BEHIND = 30;

  private static final int MOST_BEHIND_BYTES = 1 << 20;

  private final ChannelList channels;
  private final Rates rates;
  private final Function<ChannelRow, ChannelView> view;
  private final StatusOperation status;
  private final AtomicInteger listeners = new AtomicInteger();
  private final SharedKillSwitch end = KillSwitches.shared("events");
  private final BoundedSourceQueue<Tick> queue;
  private final Source<Tick, NotUsed> hub;
  private final Cancellable clock;
  private Instant seen = Instant.EPOCH;
  private long advancedAt = System.nanoTime();
  private Map<Long, Instant> told = new HashMap<>();
  private final Set<Long> removing = new HashSet<>();
  private boolean away;

  /**
   * What one look gave.
   *
   * @param all the text of all events, written out once for all who listen to all
   */
  private record Tick(List<Event> events, ByteString all) {
    static Tick of(List<Event> events) {
      return new Tick(events, joined(events.stream()));
    }

    ByteString of(Long channel) {
      return joined(events.stream().filter(event -> channel.equals(event.channel())));
    }

    /** A line at least: only who writes sees that nobody listens any more. */
    private static ByteString joined(Stream<Event> events) {
      return events.map(Event::text).reduce(ByteString.fromString(":\n\n"), ByteString::concat);
    }
  }

  /**
   * @param channel null for what is not of one channel
   */
  private record Event(Long channel, ByteString text) {
    static Event of(Long channel, String name, Object data) {
      var json = new String(Json.bytes(data), StandardCharsets.UTF_8);
      return new Event(
          channel, ByteString.fromString("event: " + name + "\ndata: " + json + "\n\n"));
    }
  }

  LiveEvents(
      ActorSystem<?> system,
      ChannelList channels,
      Rates rates,
      Function<ChannelRow, ChannelView> view,
      StatusOperation status,
      ExecutionContext blocking) {
    this.channels = channels;
    this.rates = rates;
    this.view = view;
    this.status = status;
    var ends =
        Source.<Tick>queue(BUFFER)
            .toMat(BroadcastHub.of(Tick.class, BUFFER), Keep.both())
            .run(system);
    queue = ends.first();
    hub = ends.second();
    clock = system.scheduler().scheduleWithFixedDelay(Duration.ZERO, EVERY, this::look, blocking);
  }

  private synchronized void look() {
    try {
      boolean still = System.nanoTime() - advancedAt > OVERLAP.toNanos();
      var changed = channels.changedSince(still ? seen : seen.minus(OVERLAP));
      var fresh = changed.stream().filter(this::isFresh).toList();
      rates.look(fresh, System.nanoTime());
      remember(changed);
      var purged = purged(fresh);
      if (listeners.get() > 0) {
        queue.offer(Tick.of(events(fresh, purged)));
      }
      away = false;
    } catch (RuntimeException e) {
      // Whatever it is, it must not be the last look.
      if (!away) {
        LOG.warn("Events and rates stand still: {}", e.getMessage());
      }
      away = true;
    }
  }

  private boolean isFresh(ChannelRow row) {
    return !row.changedAt().equals(told.get(row.id()));
  }

  private void remember(List<ChannelRow> changed) {
    var times = new HashMap<Long, Instant>();
    for (var row : changed) {
      times.put(row.id(), row.changedAt());
      if (row.changedAt().isAfter(seen)) {
        seen = row.changedAt();
        advancedAt = System.nanoTime();
      }
    }
    told = times;
  }

  private List<Event> events(List<ChannelRow> fresh, List<Long> purged) {
    var events = new ArrayList<Event>();
    for (var row : fresh) {
      events.add(
          row.state().equals("removed")
              ? Event.of(row.id(), "removed", new RemovedView(row.id()))
              : Event.of(row.id(), "channel", view.apply(row)));
    }
    for (var id : purged) {
      events.add(Event.of(id, "removed", new RemovedView(id)));
    }
    events.add(Event.of(null, "status", status.now()));
    return events;
  }

  /** Those that were being removed when they were last seen, and have no row any more. */
  private List<Long> purged(List<ChannelRow> fresh) {
    fresh.stream()
        .filter(row -> row.state().equals("removing"))
        .forEach(row -> removing.add(row.id()));
    var gone = removing.stream().filter(id -> channels.byId(id).isEmpty()).toList();
    gone.forEach(removing::remove);
    return gone;
  }

  /** As server-sent events, all or those of one channel. */
  Source<ByteString, NotUsed> listen(Long channel) {
    return hub.via(end.flow())
        .map(tick -> channel == null ? tick.all() : tick.of(channel))
        .via(Backlog.of(MOST_BEHIND_BYTES, MOST_BEHIND))
        .prepend(Source.single(ByteString.fromString("retry: 2000\n\n")))
        .watchTermination(
            (unused, done) -> {
              listeners.incrementAndGet();
              done.whenComplete((ended, failure) -> listeners.decrementAndGet());
              return NotUsed.getInstance();
            });
  }

  void stop() {
    clock.cancel();
    end.shutdown();
  }
}
