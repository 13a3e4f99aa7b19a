package io.sluice.channel;

/**
 * A channel's life, as its journal tells it.
 *
 * @param collection null before the channel is registered
 * @param epoch of the last run that started
 * @param reason why it failed; empty otherwise
 */
public record ChannelState(
    Channel.Collection collection, Channel.Phase phase, long epoch, String reason) {
  static final ChannelState NEW = new ChannelState(null, Channel.Phase.REGISTERED, 0, "");

  ChannelState registered(Channel.Registered event) {
    return new ChannelState(event.collection(), Channel.Phase.REGISTERED, epoch, "");
  }

  ChannelState queued(Channel.Queued event) {
    return new ChannelState(event.collection(), Channel.Phase.WAITING, epoch, "");
  }

  ChannelState runStarted(Channel.RunStarted event) {
    return new ChannelState(collection, Channel.Phase.COLLECTING, event.epoch(), "");
  }

  ChannelState caughtUp(Channel.CaughtUp event) {
    return new ChannelState(collection, Channel.Phase.FOLLOWING, epoch, "");
  }

  ChannelState paused(Channel.Paused event) {
    return new ChannelState(collection, Channel.Phase.PAUSED, epoch, "");
  }

  ChannelState completed(Channel.Completed event) {
    return new ChannelState(collection, Channel.Phase.COMPLETED, epoch, "");
  }

  ChannelState failed(Channel.Failed event) {
    return new ChannelState(collection, Channel.Phase.FAILED, epoch, event.reason());
  }

  boolean wantsToRun() {
    return wantsPlace() || phase == Channel.Phase.FOLLOWING;
  }

  boolean wantsPlace() {
    return phase == Channel.Phase.WAITING || phase == Channel.Phase.COLLECTING;
  }

  boolean follows() {
    return wantsToRun() && collection.source().follows();
  }
}
