package io.sluice.model;

import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.origin.Origins;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The way of a node to endpoints of models.
 *
 * @param asked requests that are on their way, or wait for their turn
 */
public record ModelAccess(GuardedHttp http, Origins origins, AtomicInteger asked) {

  /** How many requests are on their way to models, or wait for their turn. */
  public int inFlight() {
    return asked.get();
  }

  /**
   * One that goes to any address, since operators name these and nobody else does.
   *
   * @param settings of other requests
   * @param budget memory that bodies of this node may take together
   */
  public static ModelAccess of(
      ActorSystem<?> system, HttpSettings settings, ByteBudget budget, Origins origins) {
    return new ModelAccess(
        new GuardedHttp(system, settings.anywhere(), budget), origins, new AtomicInteger());
  }
}
