package io.sluice.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.settings.SettingsReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** What tests of actor systems share. */
final class Systems {
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
    system.getWhenTerminated().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }
}
