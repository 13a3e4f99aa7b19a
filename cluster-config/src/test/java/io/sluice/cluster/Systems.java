package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.settings.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** What tests of actor systems share. */
final class Systems {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Systems() {}

  static Config settings(int port) {
    return settings(Map.of("NODE_PORT", String.valueOf(port)));
  }

  static Config settings(Map<String, String> settings) {
    var values = new HashMap<String, String>();
    settings.forEach((key, value) -> values.put(SettingsReader.path(key), value));
    return ConfigFactory.parseMap(values).withFallback(ConfigFactory.defaultReferenceUnresolved());
  }

  static void stop(ActorSystem<?> system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(() -> what, condition);
  }

  /**
   * @param what waits for it, and how things stand
   */
  static void await(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
