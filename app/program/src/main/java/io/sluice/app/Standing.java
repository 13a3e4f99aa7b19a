package io.sluice.app;

import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Reach;
import io.sluice.ledger.channel.Tally;
import java.time.Duration;

/**
 * How a channel stands that this call of the program wants collected, at one moment.
 *
 * @param before what was stored of it before
 * @param gained what is stored since
 * @param tally what else was done since; before the end it may be behind
 * @param reach how far its source was read; no fraction before anything was read since
 * @param reason why it failed or last stumbled; empty if it did neither
 * @param fraction of its sources behind it, from 0 to 1
 * @param elapsed until now, or until its end
 * @param done whether nothing more is to come
 * @param limited whether no more than so many messages were wanted
 */
record Standing(
    Channels.Channel channel,
    ChannelRow.Counters before,
    ChannelRow.Counters gained,
    Tally tally,
    Reach reach,
    ChannelPhase phase,
    String reason,
    double fraction,
    Duration elapsed,
    boolean done,
    boolean limited) {

  /** Whether it ended with all that was wanted. */
  boolean isComplete() {
    return done && phase.hasAll();
  }

  /** Whether its sources have given all they have, and not only as much as was wanted. */
  boolean isReadToEnd() {
    return isComplete() && !limited;
  }
}
