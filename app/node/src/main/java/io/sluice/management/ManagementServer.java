package io.sluice.management;

import io.sluice.server.ClientLimits;
import io.sluice.server.Handler;
import io.sluice.server.ListenSettings;
import io.sluice.server.Listener;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Serves what operators and their machines ask a node: probes, metrics, the cluster's members and
 * the log levels. The probes need no token.
 */
public final class ManagementServer {
  private static final Duration CHECK_TIME = Duration.ofSeconds(1);

  private final Probes probes;
  private final Listener listener;

  private ManagementServer(Probes probes, Listener listener) {
    this.probes = probes;
    this.listener = listener;
  }

  /**
   * Listens, and answers that the node is starting until {@link #started} is called.
   *
   * @param checks by name: what is wrong and what to do, or empty
   * @param metrics by the request's Accept header, which is empty if it has none
   * @param open what else is asked without a token, by path
   * @throws io.sluice.server.ListenException if the address cannot be had
   */
  public static ManagementServer start(
      ActorSystem<?> system,
      ListenSettings listen,
      ManagementSettings settings,
      Map<String, Supplier<CompletionStage<Optional<String>>>> checks,
      Function<String, MetricsPage> metrics,
      Map<String, Handler> open) {
    var probes = new Probes(new Readiness(checks, CHECK_TIME));
    var routes = new ManagementRoutes(system, settings.readOnly(), probes, metrics, open);
    var withoutToken = new HashSet<>(Probes.PATHS);
    withoutToken.addAll(open.keySet());
    return new ManagementServer(
        probes, Listener.bind(system, listen, ClientLimits.DEFAULTS, withoutToken, routes));
  }

  /** The node does its work from now on. */
  public void started() {
    probes.started();
  }

  /** The node takes no new work from now on: it is not ready, and still alive. */
  public void stopping() {
    probes.stopping();
  }

  /** How it is asked from this machine. */
  public URI uri() {
    return listener.uri();
  }

  /** Ends as {@link Listener#stop} does. To be called last, so that probes are answered long. */
  public CompletionStage<Void> stop(Duration time) {
    return listener.stop(time);
  }
}
