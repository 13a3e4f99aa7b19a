package io.sluice.standin;

import java.time.Clock;
import java.time.Duration;

/** What goes wrong on both sides, by the options and by what a test has asked for since. */
final class Faults {
  private final FloodGate pageGate;
  private final FloodGate photoGate;
  private final PageLimit pageLimit;
  private final SoftBan softBan;
  private final LookGate lookGate = new LookGate();
  private final Breakage pageBreakage;
  private final Breakage photoBreakage;
  private volatile Duration latency;

  Faults(StandInOptions options, Clock clock) {
    pageGate = new FloodGate("page", options.floodEvery, options.retryAfter, clock);
    photoGate = new FloodGate("photo", options.photoFloodEvery, options.retryAfter, clock);
    pageLimit = new PageLimit(options.pageLimitPerS, options.pageLimitSeconds, clock);
    softBan = new SoftBan(options.softBanEvery, options.softBanSeconds, clock);
    pageBreakage = new Breakage(Chance.of(options.seed, -4), options.resetPercent, 0);
    photoBreakage =
        new Breakage(Chance.of(options.seed, -5), options.resetPercent, options.truncatePercent);
    latency = Duration.ofMillis(options.latencyMs);
  }

  void delay() throws InterruptedException {
    Thread.sleep(latency.toMillis());
  }

  void latency(Duration newLatency) {
    latency = newLatency;
  }

  FloodGate pageGate() {
    return pageGate;
  }

  FloodGate photoGate() {
    return photoGate;
  }

  PageLimit pageLimit() {
    return pageLimit;
  }

  LookGate lookGate() {
    return lookGate;
  }

  SoftBan softBan() {
    return softBan;
  }

  Reply breakPage(Reply reply) {
    return pageBreakage.perhaps(reply);
  }

  Reply breakPhoto(Reply reply) {
    return photoBreakage.perhaps(reply);
  }
}
