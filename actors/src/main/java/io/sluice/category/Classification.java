package io.sluice.category;

import com.typesafe.config.Config;
import io.sluice.embedding.Embedder;
import io.sluice.ledger.category.ClassificationTasks;
import io.sluice.ledger.category.Classifications;
import io.sluice.metrics.ClassificationMetrics;
import io.sluice.model.ModelAccess;
import io.sluice.model.ModelSettings;
import io.sluice.persistence.Database;
import io.sluice.settings.SettingsReader;
import io.sluice.task.LeaseWorker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A node's part in the classification of texts. */
public final class Classification {
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** The phase in which it is stopped lasts five seconds. */
  private static final Duration STOP = Duration.ofMillis(4_500);

  private final ActorSystem<?> system;
  private final Classifiers classifiers;
  private final Optional<ActorRef<LeaseWorker.Command>> worker;

  private Classification(
      ActorSystem<?> system,
      Classifiers classifiers,
      Optional<ActorRef<LeaseWorker.Command>> worker) {
    this.system = system;
    this.classifiers = classifiers;
    this.worker = worker;
  }

  /**
   * Classifies from now on, unless it is switched off.
   *
   * @param access to models
   */
  public static Classification begin(
      ActorSystem<?> system,
      Database database,
      ModelAccess access,
      ClassificationMetrics metrics,
      Config config) {
    var settings = ClassifierSettings.from(config);
    var classifiers = classifiers(system, database, access, settings, config);
    if (settings.isOff()) {
      return new Classification(system, classifiers, Optional.empty());
    }
    var node =
        new ClassifierNode(
            new ClassificationTasks(database),
            new Classifications(database),
            classifiers::present,
            metrics,
            LEASE);
    var jdbc = system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.jdbc-dispatcher"));
    var worker =
        system.systemActorOf(
            LeaseWorker.create(new TextTasks(node), jdbc, LEASE), "classifier", Props.empty());
    var begun = new Classification(system, classifiers, Optional.of(worker));
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "classifier", begun::leave);
    return begun;
  }

  private static Classifiers classifiers(
      ActorSystem<?> system,
      Database database,
      ModelAccess access,
      ClassifierSettings settings,
      Config config) {
    var embedder =
        new Embedder(
            new SettingsReader(config).file("DATA_DIR").resolve("embeddings"),
            Runtime.getRuntime().availableProcessors());
    system.getWhenTerminated().whenComplete((done, failure) -> embedder.close());
    return new Classifiers(
        database,
        settings,
        embedder,
        new Endpoints(settings.choice(), ModelSettings.from(config), access),
        system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.image-dispatcher")));
  }

  private CompletionStage<Done> leave() {
    return AskPattern.<LeaseWorker.Command, Done>ask(
            worker.orElseThrow(), LeaseWorker.Leave::new, STOP, system.scheduler())
        .exceptionally(failure -> Done.getInstance());
  }

  /** Where documents that are stored take their texts. */
  public NewTexts texts() {
    return new NewTexts(worker.isPresent(), this::wake);
  }

  /** There are texts to be classified, or will be in a moment. */
  public void wake() {
    worker.ifPresent(actor -> actor.tell(LeaseWorker.Wake.WAKE));
  }

  /** Whether texts are classified at all, as far as this node knows. */
  public boolean isOn() {
    return worker.isPresent();
  }

  /** What classifies now. */
  public Classifiers classifiers() {
    return classifiers;
  }
}
