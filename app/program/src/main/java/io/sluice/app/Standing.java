package io.sluice.app;

import io.sluice.channel.Tally;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Channels;
import java.time.Duration;

/**
 * How a channel stands that this call of the program wants collected, at one moment.
 *
 * @param before what was stored of it before
 * @param reason why it failed or last stumbled; empty if it did neither
 * @param tally what was done since
 * @param fraction of its sources behind it, from 0 to 1
 * @param elapsed until now, or until its end
 * @param done whether nothing more is to come
 * @param limited whether no more than so many messages were wanted
 */
record Standing(
    Channels.Channel channel,
    Channels.Counters before,
    ChannelPhase phase,
    String reason,
    Tally tally,
    double fraction,
    Duration elapsed,
    boolean done,
    boolean limited) {

  /** Whether it ended with all that was wanted. */
  boolean isComplete() {
    return done && (phase == ChannelPhase.COMPLETED || phase == ChannelPhase.FOLLOWING);
  }

  /** Whether its sources have given all they have, and not only as much as was wanted. */
  boolean isReadToEnd() {
    return isComplete() && !limited;
  }
}
