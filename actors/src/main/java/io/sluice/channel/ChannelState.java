package io.sluice.channel;

import io.sluice.channel.Channel.Collection;
import io.sluice.ledger.channel.ChannelPhase;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel's life, as its journal tells it: a record for each phase. What has happened is never
 * refused, so each event leads somewhere from each phase.
 */
public sealed interface ChannelState {
  ChannelState NEW = new Unregistered();

  ChannelPhase phase();

  Plan plan();

  /** The same phase with another plan. */
  ChannelState with(Plan other);

  /** Null before the channel is registered. */
  default Collection collection() {
    return plan().now();
  }

  /** Why it failed; empty otherwise. */
  default String reason() {
    return "";
  }

  /** Whether it has work to do, or news to look for. */
  default boolean wantsToRun() {
    return phase().wantsToRun();
  }

  default boolean wantsPlace() {
    return false;
  }

  default boolean follows() {
    return false;
  }

  // ---- phases

  /** There is no such channel. */
  sealed interface Absent extends ChannelState {

    /** What happens when this is to be collected. */
    List<Channel.Event> eventsOfCollecting(Collection now);
  }

  /** There is a channel. */
  sealed interface Present extends ChannelState {

    /** What happens when this is to be collected now; what followed until now comes after it. */
    default List<Channel.Event> eventsOfCollecting(Collection now) {
      var queued = new Channel.Queued(now);
      boolean drops = plan().follows() && !collection().source().isOf(now.source());
      return drops ? List.of(queued, new Channel.Postponed(collection())) : List.of(queued);
    }

    /**
     * What happens when this is to be collected too: nothing if it is collected, will be, or has
     * its limit. What follows has no end, so it comes last.
     */
    default List<Channel.Event> eventsOfAdding(Collection added) {
      if (plan().holds(added.source()) && !looksAgainAt(added)) {
        return List.of();
      }
      boolean replaces = added.source().isOf(collection().source());
      boolean overtakes = plan().follows() && !added.source().follows();
      if (isUnfinished() && !replaces && !overtakes) {
        return List.of(new Channel.Postponed(added));
      }
      var events = new ArrayList<Channel.Event>(List.of(new Channel.Queued(added)));
      if (isUnfinished() && !replaces) {
        events.add(new Channel.Postponed(collection()));
      }
      return events;
    }

    /** Whether what it had once is collected again when it is added. */
    default boolean looksAgainAt(Collection added) {
      return false;
    }

    /** Whether something is left to do of what it collects. */
    default boolean isUnfinished() {
      return true;
    }
  }

  /** It collects, will, or looks for news. */
  sealed interface Active extends Present {

    @Override
    default boolean follows() {
      return plan().follows();
    }
  }

  /** Nothing happens until somebody asks for it. */
  sealed interface AtRest extends Present {

    @Override
    default boolean looksAgainAt(Collection added) {
      return true;
    }

    @Override
    default boolean isUnfinished() {
      return plan().follows();
    }
  }

  /** Nobody has asked for it yet. */
  record Unregistered() implements Absent {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.REGISTERED;
    }

    @Override
    public Plan plan() {
      return Plan.NONE;
    }

    @Override
    public Unregistered with(Plan other) {
      return this;
    }

    @Override
    public List<Channel.Event> eventsOfCollecting(Collection now) {
      return List.of(new Channel.Registered(now), new Channel.Queued(now));
    }
  }

  /** Known, and nothing has been asked of it. */
  record Registered(Plan plan) implements AtRest {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.REGISTERED;
    }

    @Override
    public Registered with(Plan other) {
      return new Registered(other);
    }
  }

  /** Waits for one of the node's places. */
  record Waiting(Plan plan) implements Active {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.WAITING;
    }

    @Override
    public Waiting with(Plan other) {
      return new Waiting(other);
    }

    @Override
    public boolean wantsPlace() {
      return true;
    }
  }

  /** A run of it has begun. */
  record Collecting(Plan plan) implements Active {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.COLLECTING;
    }

    @Override
    public Collecting with(Plan other) {
      return new Collecting(other);
    }

    @Override
    public boolean wantsPlace() {
      return true;
    }
  }

  /** Has all there is, and looks for news. */
  record Following(Plan plan) implements Active {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.FOLLOWING;
    }

    @Override
    public Following with(Plan other) {
      return new Following(other);
    }
  }

  /** Somebody stopped it. What is added waits with the rest. */
  record Paused(Plan plan) implements AtRest {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.PAUSED;
    }

    @Override
    public Paused with(Plan other) {
      return new Paused(other);
    }

    @Override
    public boolean looksAgainAt(Collection added) {
      return false;
    }

    @Override
    public boolean isUnfinished() {
      return true;
    }

    @Override
    public List<Channel.Event> eventsOfAdding(Collection added) {
      var events = new ArrayList<>(AtRest.super.eventsOfAdding(added));
      if (events.stream().anyMatch(Channel.Queued.class::isInstance)) {
        events.add(new Channel.Paused());
      }
      return events;
    }
  }

  /** Has all there is. */
  record Completed(Plan plan) implements AtRest {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.COMPLETED;
    }

    @Override
    public Completed with(Plan other) {
      return new Completed(other);
    }

    /** What was limited has its limit. */
    @Override
    public boolean looksAgainAt(Collection added) {
      return added.source().limit() == 0;
    }
  }

  /** Given up, with what it came to. */
  record Failed(Plan plan, String reason) implements AtRest {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.FAILED;
    }

    @Override
    public Failed with(Plan other) {
      return new Failed(other, reason);
    }
  }

  /** Forgotten, and what is stored of it goes as well. */
  record Removing(Plan plan) implements ChannelState {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.REMOVING;
    }

    @Override
    public Removing with(Plan other) {
      return new Removing(other);
    }
  }

  /** Forgotten; what is stored of it stays. */
  record Removed(Plan plan) implements Absent {

    @Override
    public ChannelPhase phase() {
      return ChannelPhase.REMOVED;
    }

    @Override
    public Removed with(Plan other) {
      return new Removed(other);
    }

    @Override
    public List<Channel.Event> eventsOfCollecting(Collection now) {
      var queued = new Channel.Queued(now);
      return collection() == null ? List.of(new Channel.Registered(now), queued) : List.of(queued);
    }
  }

  // ---- transitions

  default ChannelState registered(Channel.Registered event) {
    return new Registered(plan().starting(event.collection()));
  }

  default ChannelState queued(Channel.Queued event) {
    return new Waiting(plan().starting(event.collection()));
  }

  default ChannelState postponed(Channel.Postponed event) {
    return with(plan().postponing(event.collection()));
  }

  default ChannelState runStarted(Channel.RunStarted event) {
    return new Collecting(plan());
  }

  default ChannelState caughtUp(Channel.CaughtUp event) {
    return new Following(plan());
  }

  default ChannelState paused(Channel.Paused event) {
    return new Paused(plan());
  }

  default ChannelState completed(Channel.Completed event) {
    return new Completed(plan());
  }

  default ChannelState failed(Channel.Failed event) {
    return new Failed(plan().failing(), event.reason());
  }

  default ChannelState removed(Channel.Removed event) {
    return event.purge() ? new Removing(plan().cutShort()) : new Removed(plan().cutShort());
  }
}
