package io.sluice.channel;

import io.sluice.run.Claim;
import io.sluice.run.Places;
import org.apache.pekko.actor.typed.ActorRef;

/** A channel's place among those that collect on its node. It belongs to its actor alone. */
final class ChannelPlace {
  private final ActorRef<Places.Command> places;
  private final ActorRef<Places.Granted> holder;
  private final Claim claim;
  private boolean held;

  /** Another one for each place asked for. */
  private long ticket;

  /**
   * @param holder is told of a place that it got
   */
  ChannelPlace(ActorRef<Places.Command> places, ActorRef<Places.Granted> holder, long channel) {
    this.places = places;
    this.holder = holder;
    claim = Claim.ofKind(Channel.KEY.name(), channel);
  }

  boolean isHeld() {
    return held;
  }

  /** Asks for it; without effect for who has one or waits for one. */
  void ask() {
    if (!held) {
      places.tell(new Places.Acquire(claim, holder, ticket));
    }
  }

  /** What was granted before the place was given back counts no more. */
  void granted(long answered) {
    held |= answered == ticket;
  }

  /** Gives it back, or no longer waits for one. */
  void giveBack() {
    held = false;
    ticket++;
    places.tell(new Places.Release(holder));
  }
}
