package io.sluice.run;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What an actor has or wants of its node's {@link Places}. It belongs to that actor alone. */
public final class Place {
  private final ActorRef<Places.Command> places;
  private final ActorRef<Places.Granted> holder;
  private final Optional<ActorRef<Places.WantedBack>> lender;
  private boolean held;

  /** Another one for each place asked for. */
  private long ticket;

  /**
   * @param holder is told of a place that it got
   * @param lender is told when others want it more; empty if it is kept all the same
   */
  public Place(
      ActorRef<Places.Command> places,
      ActorRef<Places.Granted> holder,
      Optional<ActorRef<Places.WantedBack>> lender) {
    this.places = places;
    this.holder = holder;
    this.lender = lender;
  }

  public boolean isHeld() {
    return held;
  }

  /** Asks for it; without effect for who has one or waits for one. */
  public void ask(Claim claim) {
    if (!held) {
      places.tell(new Places.Acquire(claim, holder, ticket, lender));
    }
  }

  /** What was granted before the place was given back counts no more. */
  public void granted(long answered) {
    held |= answered == ticket;
  }

  /** Gives it back, or no longer waits for one. */
  public void giveBack() {
    held = false;
    ticket++;
    places.tell(new Places.Release(holder));
  }
}
