package io.sluice.api;

import io.sluice.ledger.Gone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Has all looked at once a second that may have changed, and sends what did to those who listen.
 * However many listen, rows are read and written out once.
 */
final class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int BUFFER = 16;

  /** Seconds of events that wait for a slow listener before it is cut off. */
  private static final int MOST_BEHIND = 30;

  private static final int MOST_BEHIND_BYTES = 1 << 20;

  private final List<Changes<?>> changes;
  private final StatusOperation status;
  private final AtomicInteger listeners = new AtomicInteger();
  private final SharedKillSwitch end = KillSwitches.shared("events");
  private final BoundedSourceQueue<Tick> queue;
  private final Source<Tick, NotUsed> hub;
  private final Cancellable clock;
  private boolean away;

  /** What a listener wants to hear of: of these alone or, if none is named, of all. */
  record Wanted(Optional<Long> channel, Optional<Long> batch) {

    boolean isAll() {
      return channel.isEmpty() && batch.isEmpty();
    }

    private boolean has(LiveEvent event) {
      return event.what() == Gone.What.CHANNEL && channel.filter(id -> id == event.id()).isPresent()
          || event.what() == Gone.What.BATCH && batch.filter(id -> id == event.id()).isPresent();
    }
  }

  /**
   * What one look gave.
   *
   * @param all the text of all events, written out once for all who listen to all
   */
  private record Tick(List<LiveEvent> events, ByteString all) {
    static Tick of(List<LiveEvent> events) {
      return new Tick(events, joined(events.stream()));
    }

    ByteString of(Wanted wanted) {
      return wanted.isAll() ? all : joined(events.stream().filter(wanted::has));
    }

    /** A line at least: only who writes sees that nobody listens any more. */
    private static ByteString joined(Stream<LiveEvent> events) {
      return events.map(LiveEvent::text).reduce(ByteString.fromString(":\n\n"), ByteString::concat);
    }
  }

  LiveEvents(
      ActorSystem<?> system,
      List<Changes<?>> changes,
      StatusOperation status,
      ExecutionContext blocking) {
    this.changes = changes;
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
      var found = new ArrayList<Changes<?>.Found>();
      changes.forEach(each -> found.add(each.look()));
      if (listeners.get() == 0 || queue.offer(tick(found)).isEnqueued()) {
        found.forEach(Changes.Found::told);
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

  private Tick tick(List<Changes<?>.Found> found) {
    var events = found.stream().flatMap(Changes.Found::events);
    return Tick.of(
        Stream.concat(events, Stream.of(LiveEvent.ofAll("status", status.now()))).toList());
  }

  /** As server-sent events. */
  Source<ByteString, NotUsed> listen(Wanted wanted) {
    return hub.via(end.flow())
        .map(tick -> tick.of(wanted))
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
