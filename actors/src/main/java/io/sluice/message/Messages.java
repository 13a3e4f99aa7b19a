package io.sluice.message;

import com.typesafe.config.Config;
import io.sluice.ledger.message.CallLeases;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageCalls;
import io.sluice.ledger.message.MessageResults;
import io.sluice.ledger.message.MessageTasks;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.message.ParkedTasks;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.metrics.MessageMetrics;
import io.sluice.model.ModelAccess;
import io.sluice.model.ModelSettings;
import io.sluice.persistence.Database;
import io.sluice.task.LeaseWorker;
import io.sluice.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A node's part in writing messages to the companies of websites. */
public final class Messages {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** The phase in which it is stopped lasts five seconds. */
  private static final Duration STOP = Duration.ofMillis(4_500);

  private final ActorSystem<?> system;
  private final MessageSettings settings;
  private final List<ActorRef<LeaseWorker.Command>> workers = new ArrayList<>();

  private Messages(ActorSystem<?> system, MessageSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /**
   * Writes messages from now on: those that no model writes always, the others where MESSAGE_MODEL
   * says who does.
   *
   * @param access to models
   */
  public static Messages begin(
      ActorSystem<?> system,
      Database database,
      ModelAccess access,
      MessageMetrics metrics,
      Config config) {
    var settings = MessageSettings.from(config);
    var node = node(database, metrics, settings, LEASE);
    var begun = new Messages(system, settings);
    var jdbc = system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
    begun.work(new RenderTasks(node), jdbc, "messages");
    if (settings.asks()) {
      var writers = new MessageWriters(settings, ModelSettings.from(config), access);
      begun.work(new AskTasks(node, writers, jdbc), jdbc, "messages-of-models");
    }
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "messages", begun::leaveAll);
    return begun;
  }

  static MessageNode node(
      Database database, MessageMetrics metrics, MessageSettings settings, Duration lease) {
    return new MessageNode(
        new MessageTasks(database),
        new ParkedTasks(database),
        new TasksLeft(database),
        new MessageCalls(database),
        new CallLeases(database),
        new MessageBudgets(database),
        new MessageResults(database),
        new DoNotContact(database),
        new MessageDrafts(new MessageTerms(database)),
        metrics,
        settings,
        lease);
  }

  private void work(TaskKind<?, ?> kind, Executor jdbc, String name) {
    workers.add(system.systemActorOf(LeaseWorker.create(kind, jdbc, LEASE), name, Props.empty()));
  }

  private CompletionStage<Done> leaveAll() {
    var left = workers.stream().map(this::leave).toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(left).handle((done, failure) -> Done.getInstance());
  }

  private CompletableFuture<Done> leave(ActorRef<LeaseWorker.Command> worker) {
    return AskPattern.<LeaseWorker.Command, Done>ask(
            worker, LeaseWorker.Leave::new, STOP, system.scheduler())
        .toCompletableFuture();
  }

  /** There are messages to be written, or will be in a moment. */
  public void wake() {
    workers.forEach(worker -> worker.tell(LeaseWorker.Wake.WAKE));
  }

  /** Who writes here. */
  public MessageSettings settings() {
    return settings;
  }

  /**
   * Reads what a user wants.
   *
   * @param columns of the list
   * @throws IllegalArgumentException if the template cannot be used with these; what it says is for
   *     people, and which names there are
   */
  public static void check(MessageTerms.Terms terms, List<String> columns) {
    var template = MessageTemplate.of(terms.template());
    var unknown = MessagePlan.unknown(template, columns);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "the template has names that are neither columns nor facts: %s. There are: %s"
              .formatted(
                  String.join(", ", unknown), String.join(", ", MessagePlan.known(columns))));
    }
    if (terms.model() != null && !ModelSettings.isModel(terms.model())) {
      throw new IllegalArgumentException("no model can be named so, such as llama3.2:3b");
    }
    if (terms.language() != null
        && !terms.language().matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
      throw new IllegalArgumentException("a language is written as en or pt-BR");
    }
  }
}
