package io.sluice.app;

import io.sluice.channel.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;

/**
 * Has channels collect what the user asked for, one source after another in each, and writes down
 * how they stand until all are at an end.
 */
final class Collector extends AbstractBehavior<Collector.Command> {
  /** An entity that started anew has forgotten who watched it. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private static final Duration BACKOFF = Duration.ofMillis(200);

  private final Map<Long, Job> jobs = new HashMap<>();
  private final ClusterSharding sharding;
  private final ActorRef<Channel.Update> watcher;
  private final ActorRef<StatusReply<Done>> replies;

  /** What a collector understands. */
  sealed interface Command {}

  /** Let everything that is on its way be stored, and no more. */
  enum Interrupt implements Command {
    INTERRUPT
  }

  private record Updated(Channel.Update update) implements Command {}

  private record Replied(StatusReply<Done> reply) implements Command {}

  private enum AskAgain implements Command {
    ASK_AGAIN
  }

  private Collector(
      ActorContext<Command> context, TimerScheduler<Command> timers, Iterable<Job> jobs) {
    super(context);
    sharding = ClusterSharding.get(context.getSystem());
    watcher = context.messageAdapter(Channel.Update.class, Updated::new);
    replies = context.messageAdapter(replyType(), Replied::new);
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
  private static Class<StatusReply<Done>> replyType() {
    return (Class<StatusReply<Done>>) (Class<?>) StatusReply.class;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Updated.class, this::onUpdated)
        .onMessage(Replied.class, this::onReplied)
        .onMessage(AskAgain.class, this::onAskAgain)
        .onMessage(Interrupt.class, this::onInterrupt)
        .build();
  }

  private void begin(Job job) {
    tell(job, new Channel.Collect(job.current(), replies));
    tell(job, new Channel.Watch(watcher));
  }

  private Behavior<Command> onUpdated(Updated message) {
    var job = jobs.get(message.update().channel());
    if (job.update(message.update())) {
      begin(job);
    }
    return this;
  }

  private Behavior<Command> onReplied(Replied message) {
    if (message.reply().isError()) {
      getContext().getLog().warn("A channel refused: {}", message.reply().getError().getMessage());
    }
    return this;
  }

  private Behavior<Command> onAskAgain(AskAgain message) {
    jobs.values().stream()
        .filter(job -> !job.isDone())
        .forEach(job -> tell(job, new Channel.Watch(watcher)));
    return this;
  }

  private Behavior<Command> onInterrupt(Interrupt message) {
    jobs.values().stream()
        .filter(job -> !job.isDone())
        .forEach(job -> tell(job, new Channel.Pause(replies)));
    return this;
  }

  private void tell(Job job, Channel.Command command) {
    sharding.entityRefFor(Channel.KEY, Long.toString(job.channel().id())).tell(command);
  }
}
