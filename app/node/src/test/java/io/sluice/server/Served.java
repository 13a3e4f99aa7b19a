package io.sluice.server;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A handler on a free port of this machine, for a test. */
final class Served implements AutoCloseable {
  /** Times that a test can wait for, and that a busy machine still keeps. */
  static final ClientLimits SHORT =
      new ClientLimits(
          64,
          16,
          Duration.ofMillis(1500),
          Duration.ofMillis(2000),
          Duration.ofMillis(2500),
          Duration.ofMillis(1500),
          1000,
          1 << 20);

  private static final ActorSystem<Void> SYSTEM = system();

  private final Listener listener;

  private Served(Listener listener) {
    this.listener = listener;
  }

  private static ActorSystem<Void> system() {
    var config =
        ConfigFactory.parseString(
                """
                pekko.actor.provider = local
                pekko.daemonic = on
                # What would end a node ends this system, and each test that comes after.
                pekko.jvm-exit-on-fatal-error = off
                """)
            .withFallback(ConfigFactory.parseResources("io-sluice-node.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    return ActorSystem.create(Behaviors.empty(), "served", config.resolve());
  }

  static ActorSystem<Void> actors() {
    return SYSTEM;
  }

  static Served with(ClientLimits limits, Map<String, String> settings, Handler handler) {
    return new Served(Listener.bind(SYSTEM, settings(settings), limits, Set.of("/alive"), handler));
  }

  static Served with(Map<String, String> settings, Handler handler) {
    return with(ClientLimits.DEFAULTS, settings, handler);
  }

  static ListenSettings settings(Map<String, String> settings) {
    var values = new HashMap<String, String>();
    values.put("sluice.api-port", "0");
    settings.forEach(
        (key, value) -> values.put("sluice." + key.toLowerCase().replace('_', '-'), value));
    return ListenSettings.api(
        ConfigFactory.parseMap(values).withFallback(ConfigFactory.defaultReferenceUnresolved()));
  }

  InetSocketAddress address() {
    return listener.address();
  }

  int port() {
    return address().getPort();
  }

  Listener listener() {
    return listener;
  }

  /** The answer to a request that names this server by its address. */
  String ask(String first, String... lines) throws Exception {
    return RawClient.ask(
        address(),
        first,
        "Host: 127.0.0.1:"
            + port()
            + (lines.length == 0 ? "" : "\r\n")
            + String.join("\r\n", lines));
  }

  @Override
  public void close() {
    listener.stop(Duration.ZERO).toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
  }
}
