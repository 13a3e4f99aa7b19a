package io.sluice.http;

import java.time.Duration;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/** Time that runs between {@link #run} and {@link #pause}, and what is done when it is up. */
final class TimeLimit {
  private final ActorSystem<?> system;
  private final Runnable whenUp;
  private long leftNanos;
  private long since;
  private Cancellable timer = Cancellable.alreadyCancelled();
  private boolean running;

  TimeLimit(ActorSystem<?> system, Duration time, Runnable whenUp) {
    this.system = system;
    this.whenUp = whenUp;
    leftNanos = time.toNanos();
  }

  synchronized void run() {
    if (running) {
      return;
    }
    running = true;
    since = System.nanoTime();
    var left = Duration.ofNanos(Math.max(leftNanos, 0));
    timer = system.scheduler().scheduleOnce(left, whenUp, system.executionContext());
  }

  synchronized void pause() {
    if (running) {
      running = false;
      timer.cancel();
      leftNanos -= System.nanoTime() - since;
    }
  }
}
