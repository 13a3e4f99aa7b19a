package io.sluice.api;

import io.sluice.bottleneck.ClusterBottleneck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a node tells of itself.
 *
 * @param id of this life of the node
 * @param now how it is at the moment
 * @param stuck what is in a stage for too long
 * @param waiting what waits in the database for its stage, when it was last counted, by kind
 * @param bottleneck what holds the work of all nodes up
 */
public record NodeFacts(
    UUID id,
    String host,
    long process,
    String version,
    Instant startedAt,
    Supplier<Now> now,
    Supplier<List<Stuck>> stuck,
    Supplier<Map<String, Long>> waiting,
    Supplier<ClusterBottleneck> bottleneck) {

  /**
   * What changes.
   *
   * @param bytesInFlight of photos and pictures in work
   * @param placesUsed channels that collect here
   * @param places how many may
   * @param connections to the database, in use
   * @param mostConnections how many there may be
   */
  public record Now(
      long bytesInFlight, int placesUsed, int places, int connections, int mostConnections) {}

  /** An item that is in a stage for longer than it should be. */
  public record Stuck(String stage, String channel, String item, double ageSeconds) {}
}
