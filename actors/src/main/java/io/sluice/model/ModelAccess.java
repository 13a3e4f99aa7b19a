package io.sluice.model;

import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.origin.Origins;
import org.apache.pekko.actor.typed.ActorSystem;

/** The way of a node to endpoints of models. */
public record ModelAccess(GuardedHttp http, Origins origins) {

  /**
   * One that goes to any address, since operators name these and nobody else does.
   *
   * @param settings of other requests
   * @param budget memory that bodies of this node may take together
   */
  public static ModelAccess of(
      ActorSystem<?> system, HttpSettings settings, ByteBudget budget, Origins origins) {
    return new ModelAccess(new GuardedHttp(system, settings.anywhere(), budget), origins);
  }
}
