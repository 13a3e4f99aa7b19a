package io.sluice.channel;

import io.sluice.http.GuardedHttp;
import io.sluice.ledger.channel.Channels;
import io.sluice.metrics.Stages;
import io.sluice.origin.Origins;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * What the sources of one node share.
 *
 * @param http sends requests to addresses that came from outside
 * @param origins give permits to send them
 * @param channels what the ledger calls channels
 * @param stages where is seen what does not come
 */
public record SourceNode(
    ActorSystem<?> system, GuardedHttp http, Origins origins, Channels channels, Stages stages) {

  /** The threads of a dispatcher, such as {@code sluice.jdbc-dispatcher}. */
  public Executor threads(String dispatcher) {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig(dispatcher));
  }
}
