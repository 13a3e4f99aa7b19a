package io.sluice.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * All requests to addresses that came from outside. Names are resolved here, each of their
 * addresses is checked, and the connection goes to one that was checked.
 *
 * <p>One for a node, for any number of threads.
 */
public final class GuardedHttp {
  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final ByteBudget budget;
  private final LookUps lookUps;
  private final Connections connections;

  /**
   * A client without connections.
   *
   * @param budget memory that bodies of this node may take together
   */
  public GuardedHttp(ActorSystem<?> system, HttpSettings settings, ByteBudget budget) {
    this(system, settings, budget, names(system, settings), Tls.ofThisMachine());
  }

  GuardedHttp(
      ActorSystem<?> system, HttpSettings settings, ByteBudget budget, Names names, Tls tls) {
    this.system = system;
    this.settings = settings;
    this.budget = budget;
    lookUps =
        new LookUps(
            names, LookUps.AT_ONCE, system.executionContext(), LookUps.PATIENCE, System::nanoTime);
    connections = new Connections(system, tls, settings, Connections.IDLE, Connections.MOST_IDLE);
  }

  private static Names names(ActorSystem<?> system, HttpSettings settings) {
    return new SystemNames(
        new NameServers(SocketThreads.of(system).next(), NameServers.PATIENCE),
        ResolverFiles.ofThisMachine(),
        settings.nameServers(),
        system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.resolver-dispatcher")));
  }

  /**
   * Asks once; a redirect is an answer like others, and whoever follows it asks its host's leave
   * first. An answer must be closed, or its bytes are missing from the budget.
   *
   * @return completes exceptionally with an {@link HttpFailure} only, which may be the cause of a
   *     {@link CompletionException}
   */
  public CompletionStage<Answer> send(Request request, Bounds bounds) {
    return new Fetch(this, request, bounds).answer();
  }

  /** Asks for what is at an address. */
  public CompletionStage<Answer> get(URI uri, Bounds bounds) {
    return send(Request.get(uri), bounds);
  }

  /** The addresses of a host, if requests may go to every one of them. */
  CompletionStage<List<InetAddress>> addresses(Destination destination) {
    return lookUps
        .addresses(destination.host())
        .thenApply(
            found -> {
              try {
                return destination.check(found, settings.allowed());
              } catch (RefusedException e) {
                throw new CompletionException(e);
              }
            })
        // Off the clock's thread.
        .whenCompleteAsync((checked, failure) -> {}, system.executionContext());
  }

  ActorSystem<?> system() {
    return system;
  }

  ByteBudget budget() {
    return budget;
  }

  Connections connections() {
    return connections;
  }
}
