package io.sluice.channel;

import io.sluice.run.Run;
import org.apache.pekko.actor.typed.ActorRef;

/** What the actor of a channel has under way. Nothing of it outlives the actor. */
sealed interface Activity {

  /** Without a run. */
  enum Quiet implements Activity {
    IDLE,
    /** What is stored of the channel is deleted. */
    PURGING
  }

  /**
   * A run is there.
   *
   * @param collection what it was started for
   * @param stopping whether it was told to stop: then its end is no completion, whatever has come
   *     since
   */
  record Running(
      ActorRef<Run.Command> run, Channel.Collection collection, Extent extent, boolean stopping)
      implements Activity {

    Running stopped() {
      return new Running(run, collection, extent, true);
    }

    boolean reads(Extent other) {
      return extent == other;
    }
  }
}
