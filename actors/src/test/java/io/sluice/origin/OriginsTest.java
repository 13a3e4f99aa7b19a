package io.sluice.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import java.time.Duration;
import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  private static final OriginName NAME = new OriginName(OriginName.Kind.TELEGRAM_PAGE, "t.me");

  @ParameterizedTest
  @CsvSource({"0, 900, false", "0, 1100, true", "4000, 4900, false", "4000, 5100, true"})
  void a_permit_whose_way_took_too_long_is_none(long held, long millis, boolean stale) {
    var answer = Origin.Answer.permitted(new Permit(NAME, 0, true), held);
    assertThat(Origins.isStale(answer, Duration.ofMillis(millis).toNanos())).isEqualTo(stale);
  }

  /** As on a node that leaves: to ask it again at once would take all of a processor. */
  @Test
  void who_is_not_there_is_asked_now_and_then() throws Exception {
    var config =
        ConfigFactory.parseString(
            """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            """);
    var kit = ActorTestKit.create("gone", config.withFallback(ConfigFactory.load()));
    try {
      ClusterSharding.get(kit.system()).init(Entity.of(Origin.KEY, context -> Behaviors.ignore()));
      var classic = Adapter.toClassic(kit.system());
      var region =
          classic
              .actorSelection("/system/sharding/" + Origin.KEY.name())
              .resolveOne(Duration.ofMinutes(1))
              .toCompletableFuture()
              .get();
      var probe = kit.<DeadLetter>createTestProbe();
      classic.stop(region);
      probe.expectTerminated(Adapter.toTyped(region));
      kit.system().eventStream().tell(new EventStream.Subscribe<>(DeadLetter.class, probe.ref()));
      var metrics =
          NodeMetrics.in(
              new PrometheusRegistry(), "here", new MetricsSettings(Duration.ofMinutes(2)));

      var permit =
          new Origins(kit.system(), metrics.origins())
              .acquire(NAME, Priority.LIVE, Duration.ofSeconds(1));

      assertThat(permit.toCompletableFuture().get()).isEmpty();
      var end = new DeadLetter("end", region, region);
      kit.system().eventStream().tell(new EventStream.Publish<>(end));
      int asked = 0;
      while (!probe.receiveMessage().equals(end)) {
        asked++;
      }
      assertThat(asked).isBetween(1, 10);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
