package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.http.ByteBudget;
import io.sluice.http.HttpSettings;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginNode;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** A cluster of one node with its origins, and clients of models there. */
public final class ModelScene implements AutoCloseable {
  static final String KEY = "sk-0123456789-secret";

  private static final AnswerSchema SCHEMA =
      new AnswerSchema(
          "colours",
          List.of(
              new AnswerField("colour", "which it is", List.of("red", "blue"), 20),
              new AnswerField("reason", "why", List.of(), 20)));

  /** An answer of that form. */
  static final String GOOD = "{\"colour\": \"blue\", \"reason\": \"as the sea\"}";

  final ByteBudget budget = new ByteBudget(16 << 20);
  private final Database database = TestDatabase.open();
  private final ActorTestKit kit =
      ActorTestKit.create(
          "models",
          ConfigFactory.parseString(
                  """
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.cluster.sharding { number-of-shards = 10, retry-interval = 100ms }
                  pekko.persistence.testkit.events.serialize = off
                  pekko.persistence.testkit.snapshots.serialize = off
                  """)
              .withFallback(PersistenceTestKitPlugin.config())
              .withFallback(PersistenceTestKitSnapshotPlugin.config())
              .withFallback(ConfigFactory.defaultReferenceUnresolved())
              .resolve());

  public ModelScene() {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var settings = new OriginSettings(1, 1, 1);
    var closed = new ClosedOrigins(database);
    var node = new OriginNode(settings, Clock.systemUTC(), () -> true, closed);
    ClusterSharding.get(kit.system()).init(Origin.entity(node));
  }

  static ModelRequest request() {
    return new ModelRequest(
        "Tell colours.", "the sea", "Which colour is it?", Optional.of(SCHEMA), 64);
  }

  /** Settings with which both kinds of endpoints are this one. */
  public static ModelSettings settings(String address, Map<String, String> others) {
    return ModelSettings.from(
        ConfigFactory.parseMap(others)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "sluice.ollama-host",
                        address,
                        "sluice.openai-base-url",
                        address + "/v1",
                        "sluice.openai-api-key",
                        KEY,
                        "sluice.model-timeout",
                        "20s")))
            .withFallback(ConfigFactory.defaultReference()));
  }

  /** The way of one node; another has another. */
  public ModelAccess access() {
    var metrics =
        NodeMetrics.in(
            new PrometheusRegistry(), "here", new MetricsSettings(Duration.ofMinutes(2)));
    return ModelAccess.of(
        kit.system(),
        HttpSettings.from(ConfigFactory.defaultReference()),
        budget,
        new Origins(kit.system(), metrics.origins()));
  }

  ModelClient ollama(StandInModel server) {
    return ModelClient.ollama(settings(server.address(), Map.of()), access());
  }

  ModelClient openAi(StandInModel server) {
    return ModelClient.openAi(settings(server.address(), Map.of()), access());
  }

  static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  /** What it failed with, after which its memory must be back. */
  ModelFailure failure(CompletionStage<?> stage) throws Exception {
    try {
      throw new AssertionError("was answered: " + done(stage));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ModelFailure.class);
      assertThat(e.getCause().getMessage()).hasSizeLessThan(700).doesNotContain(KEY, "\u001b");
      Waiting.until("all memory back", () -> budget.bytesInUse() == 0);
      return (ModelFailure) e.getCause();
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    database.close();
  }
}
