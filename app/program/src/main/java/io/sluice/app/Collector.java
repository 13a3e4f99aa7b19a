package io.sluice.app;

import io.sluice.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * Has channels collect what the user asked for, one source after another in each, and writes down
 * how they stand until all are at an end.
 */
final class Collector extends AbstractBehavior<Collector.Command> {
  /** An entity that started anew has forgotten who watched it. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private static final Duration BACKOFF = Duration.ofMillis(200);

  /** So often without an answer, on a busy machine, is nothing to tell of. */
  private static final int TOLD_EACH = 10;

  private final Map<Long, Job> jobs = new HashMap<>();
  private final Set<Job> begun = new HashSet<>();
  private final Map<Job, Integer> unanswered = new HashMap<>();
  private final ClusterSharding sharding;
  private final ActorRef<Channel.Update> watcher;
  private final ActorRef<StatusReply<Channel.Update>> replies;
  private boolean interrupted;

  /** What a collector understands. */
  sealed interface Command {}

  /** Let everything that is on its way be stored, and no more. */
  enum Interrupt implements Command {
    INTERRUPT
  }

  private record Updated(Channel.Update update) implements Command {}

  private record Begun(Job job) implements Command {}

  private record Refused(Job job, Throwable failure) implements Command {}

  private record PauseReplied() implements Command {}

  private enum AskAgain implements Command {
    ASK_AGAIN
  }

  private Collector(
      ActorContext<Command> context, TimerScheduler<Command> timers, Iterable<Job> jobs) {
    super(context);
    sharding = ClusterSharding.get(context.getSystem());
    watcher = context.messageAdapter(Channel.Update.class, Updated::new);
    replies = context.messageAdapter(replyType(), reply -> new PauseReplied());
    timers.startTimerWithFixedDelay(AskAgain.ASK_AGAIN, ASK_AGAIN);
    for (var job : jobs) {
      this.jobs.put(job.channel().id(), job);
      begin(job);
    }
  }

  static Behavior<Command> create(Iterable<Job> jobs) {
    return Behaviors.supervise(
            Behaviors.<Command>setup(
                context -> Behaviors.withTimers(timers -> new Collector(context, timers, jobs))))
        .onFailure(SupervisorStrategy.restartWithBackoff(BACKOFF, ASK_AGAIN, 0));
  }

  @SuppressWarnings("unchecked")
  private static Class<StatusReply<Channel.Update>> replyType() {
    return (Class<StatusReply<Channel.Update>>) (Class<?>) StatusReply.class;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Updated.class, this::onUpdated)
        .onMessage(Begun.class, this::onBegun)
        .onMessage(Refused.class, this::onRefused)
        .onMessage(PauseReplied.class, this::onPauseReplied)
        .onMessage(AskAgain.class, this::onAskAgain)
        .onMessage(Interrupt.class, this::onInterrupt)
        .build();
  }

  /** Watches only when the channel has taken it down: before, it speaks of what was. */
  private void begin(Job job) {
    var collection = job.current();
    getContext()
        .askWithStatus(
            Channel.Update.class,
            channel(job),
            ASK_AGAIN,
            (ActorRef<StatusReply<Channel.Update>> replyTo) ->
                new Channel.Collect(collection, replyTo),
            (standing, failure) -> failure == null ? new Begun(job) : new Refused(job, failure));
  }

  private Behavior<Command> onBegun(Begun message) {
    begun.add(message.job());
    unanswered.remove(message.job());
    channel(message.job()).tell(new Channel.Watch(watcher));
    return this;
  }

  private Behavior<Command> onRefused(Refused message) {
    tellOf(message);
    if (interrupted) {
      message.job().end();
    } else {
      begin(message.job());
    }
    return this;
  }

  private void tellOf(Refused message) {
    var name = message.job().channel().name();
    if (!(message.failure() instanceof TimeoutException)) {
      getContext()
          .getLog()
          .warn(
              "{}: could not be told to collect, and is told again: {}",
              name,
              message.failure().getMessage());
      return;
    }
    int times = unanswered.merge(message.job(), 1, Integer::sum);
    if (times % TOLD_EACH == 0) {
      getContext()
          .getLog()
          .warn(
              "{}: has not answered for {} s, and is told again to collect: this machine or the"
                  + " database is busy",
              name,
              times * ASK_AGAIN.toSeconds());
    }
  }

  private Behavior<Command> onUpdated(Updated message) {
    var job = jobs.get(message.update().channel());
    if (job.update(message.update())) {
      begun.remove(job);
      if (interrupted) {
        job.end();
      } else {
        begin(job);
      }
    }
    return this;
  }

  private Behavior<Command> onPauseReplied(PauseReplied message) {
    return this;
  }

  private Behavior<Command> onAskAgain(AskAgain message) {
    begun.stream()
        .filter(job -> !job.isDone())
        .forEach(job -> channel(job).tell(new Channel.Watch(watcher)));
    return this;
  }

  private Behavior<Command> onInterrupt(Interrupt message) {
    interrupted = true;
    jobs.values().stream()
        .filter(job -> !job.isDone())
        .forEach(job -> channel(job).tell(new Channel.Pause(replies)));
    return this;
  }

  private EntityRef<Channel.Command> channel(Job job) {
    return sharding.entityRefFor(Channel.KEY, Long.toString(job.channel().id()));
  }
}
