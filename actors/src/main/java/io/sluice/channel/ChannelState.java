package io.sluice.channel;

import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A channel's life, as its journal tells it.
 *
 * @param collection null before the channel is registered
 * @param later what is collected when this one is complete
 * @param epoch of the last run that started
 * @param reason why it failed; empty otherwise
 */
public record ChannelState(
    Collection collection, List<Collection> later, Phase phase, long epoch, String reason) {
  static final ChannelState NEW = new ChannelState(null, List.of(), Phase.REGISTERED, 0, "");

  public ChannelState {
    later = List.copyOf(later);
  }

  ChannelState registered(Channel.Registered event) {
    return new ChannelState(event.collection(), later, Phase.REGISTERED, epoch, "");
  }

  ChannelState queued(Channel.Queued event) {
    return new ChannelState(
        event.collection(), without(event.collection()), Phase.WAITING, epoch, "");
  }

  ChannelState postponed(Channel.Postponed event) {
    var all = Stream.concat(without(event.collection()).stream(), Stream.of(event.collection()));
    return new ChannelState(collection, all.toList(), phase, epoch, reason);
  }

  /** Whether adding this changes nothing, since it is collected, will be, or has its limit. */
  boolean leavesAsItIs(Collection added) {
    boolean limited = phase == Phase.COMPLETED && added.source().limit() > 0;
    var all = Stream.concat(Stream.of(collection), later.stream()).map(Collection::source);
    return all.anyMatch(added.source()::isSameAs)
        && (wantsToRun() || phase == Phase.PAUSED || limited);
  }

  /** What happens when this is to be collected now; what followed until now comes after it. */
  List<Channel.Event> eventsOfCollecting(Collection now) {
    var queued = new Channel.Queued(now);
    if (collection == null) {
      return List.of(new Channel.Registered(now), queued);
    }
    boolean drops = collection.source().follows() && !collection.source().isOf(now.source());
    return drops && isRegistered()
        ? List.of(queued, new Channel.Postponed(collection))
        : List.of(queued);
  }

  /** What happens when this is to be collected too. What follows has no end, so it comes last. */
  List<Channel.Event> eventsOfAdding(Collection added) {
    boolean replaces = added.source().isOf(collection.source());
    boolean unfinished = wantsToRun() || phase == Phase.PAUSED || collection.source().follows();
    boolean overtakes = collection.source().follows() && !added.source().follows();
    if (unfinished && !replaces && !overtakes) {
      return List.of(new Channel.Postponed(added));
    }
    var events = new ArrayList<Channel.Event>(List.of(new Channel.Queued(added)));
    if (unfinished && !replaces) {
      events.add(new Channel.Postponed(collection));
    }
    if (phase == Phase.PAUSED) {
      events.add(new Channel.Paused());
    }
    return events;
  }

  /** One source has one place in the line, whatever else is wanted of it. */
  private List<Collection> without(Collection same) {
    return later.stream().filter(other -> !other.source().isOf(same.source())).toList();
  }

  ChannelState runStarted(Channel.RunStarted event) {
    return new ChannelState(collection, later, Phase.COLLECTING, event.epoch(), "");
  }

  ChannelState caughtUp(Channel.CaughtUp event) {
    return to(Phase.FOLLOWING, "");
  }

  ChannelState paused(Channel.Paused event) {
    return to(Phase.PAUSED, "");
  }

  ChannelState completed(Channel.Completed event) {
    return to(Phase.COMPLETED, "");
  }

  ChannelState failed(Channel.Failed event) {
    return to(Phase.FAILED, event.reason());
  }

  ChannelState removed(Channel.Removed event) {
    var next = event.purge() ? Phase.REMOVING : Phase.REMOVED;
    return new ChannelState(collection, List.of(), next, epoch, "");
  }

  private ChannelState to(Phase next, String why) {
    return new ChannelState(collection, later, next, epoch, why);
  }

  boolean wantsToRun() {
    return wantsPlace() || phase == Phase.FOLLOWING;
  }

  boolean wantsPlace() {
    return phase == Phase.WAITING || phase == Phase.COLLECTING;
  }

  boolean follows() {
    return wantsToRun() && collection.source().follows();
  }

  boolean isRegistered() {
    return collection != null && phase != Phase.REMOVED;
  }
}
