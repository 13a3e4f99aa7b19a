package io.sluice.standin;

import io.sluice.standin.Reply.Delivery;
import java.util.concurrent.atomic.AtomicLong;

/** Breaks some of one side's answers on their way: which ones, the seed and their turn decide. */
final class Breakage {
  private final long seed;
  private final double resetPercent;
  private final double cutPercent;
  private final AtomicLong turn = new AtomicLong();

  Breakage(long seed, double resetPercent, double cutPercent) {
    this.seed = seed;
    this.resetPercent = resetPercent;
    this.cutPercent = cutPercent;
  }

  Reply perhaps(Reply reply) {
    var now = turn.incrementAndGet();
    if (Chance.happens(resetPercent, seed, now)) {
      var atOnce = Chance.happens(50, seed, now, 1);
      return reply.by(atOnce ? Delivery.RESET_AT_ONCE : Delivery.RESET_MIDWAY);
    }
    return Chance.happens(cutPercent, seed, now, 2) && reply.status() == 200
        ? reply.by(Delivery.CUT)
        : reply;
  }
}
