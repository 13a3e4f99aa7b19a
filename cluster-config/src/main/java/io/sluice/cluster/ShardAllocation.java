package io.sluice.cluster;

import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.PlacesInUse;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Where the shards of channels or chunks live: on the node with the most room for them, by what the
 * nodes last said of their places. One in which somebody waits on a full node moves to a node with
 * room; one in which somebody is at work stays where it is.
 */
public final class ShardAllocation extends AbstractShardAllocationStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(ShardAllocation.class);

  /** What moved needs this long until it shows in what the nodes say. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final int MOST_AT_ONCE = 64;

  /** Seconds: a node that has died gets nothing while its death is not known. */
  private static final double HEARD_LATELY = 2.5;

  private final NodeList nodes;
  private final String what;
  private final Function<NodeLoad, PlacesInUse> places;
  private final int shards;
  private final Executor blocking;
  private final ActorSystem<?> system;
  private final Map<String, Integer> placed = new HashMap<>();

  /** Shards that move for the sake of even numbers, and not for room. */
  private final Set<String> levelled = new HashSet<>();

  private Map<String, PlacesInUse> loads = Map.of();
  private volatile boolean readable = true;
  private long readAt;
  private long movedAt;

  /**
   * @param what is placed, such as {@code channels}
   * @param places what a node says of the places for it
   * @param shards how many there are
   */
  public ShardAllocation(
      ActorSystem<?> system,
      NodeList nodes,
      String what,
      Function<NodeLoad, PlacesInUse> places,
      int shards) {
    this.nodes = nodes;
    this.what = what;
    this.places = places;
    this.shards = shards;
    blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    this.system = system;
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> regions) {
    return FutureConverters.asScala(current().thenApply(known -> place(shard, regions)));
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> regions, Set<String> moving) {
    if (!moving.isEmpty() || System.nanoTime() - movedAt < SETTLED.toNanos()) {
      return FutureConverters.asScala(CompletableFuture.completedFuture(Set.of()));
    }
    return FutureConverters.asScala(
        refresh().thenApply(known -> known ? toMove(regions) : Set.<String>of()));
  }

  /** What the nodes said in this second. */
  private synchronized CompletionStage<Boolean> current() {
    boolean fresh = System.nanoTime() - readAt < Duration.ofSeconds(1).toNanos();
    return fresh && !loads.isEmpty() ? CompletableFuture.completedFuture(true) : refresh();
  }

  /** Whether they could be read. */
  private CompletionStage<Boolean> refresh() {
    return CompletableFuture.supplyAsync(nodes::live, blocking)
        .handle(
            (rows, failure) -> {
              if (failure == null) {
                read(rows);
              } else if (readable) {
                LOG.warn("Loads of nodes cannot be read: {}", failure.getMessage());
              }
              readable = failure == null;
              return readable;
            });
  }

  private synchronized void read(List<NodeRow> rows) {
    loads =
        rows.stream()
            .filter(row -> row.address().isPresent() && row.state() == NodeRow.State.UP)
            .filter(row -> row.silentSeconds() < HEARD_LATELY)
            .collect(
                Collectors.toMap(
                    row -> row.address().get(),
                    row -> places.apply(row.load()),
                    (one, other) -> other));
    placed.clear();
    readAt = System.nanoTime();
  }

  private synchronized ActorRef place(String shard, Map<ActorRef, IndexedSeq<String>> regions) {
    var fewest = Comparator.comparingInt((ActorRef region) -> regions.get(region).size());
    var roomiest = Comparator.comparingInt((ActorRef region) -> -room(region));
    boolean idle = levelled.remove(shard);
    var order = (idle ? fewest : roomiest.thenComparing(fewest)).thenComparing(this::address);
    var region = regions.keySet().stream().min(order).orElseThrow();
    if (!idle) {
      placed.merge(address(region), 1, Integer::sum);
    }
    return region;
  }

  private int room(ActorRef region) {
    var address = address(region);
    return loads.containsKey(address)
        ? loads.get(address).room() - placed.getOrDefault(address, 0)
        : Integer.MIN_VALUE / 2;
  }

  private PlacesInUse load(ActorRef region) {
    return loads.getOrDefault(address(region), PlacesInUse.NONE);
  }

  private String address(ActorRef region) {
    return Members.hostPort(system, region.path().address());
  }

  private synchronized Set<String> toMove(Map<ActorRef, IndexedSeq<String>> regions) {
    if (!regions.keySet().stream().allMatch(region -> loads.containsKey(address(region)))) {
      return Set.of();
    }
    var move = waiting(regions);
    var idle = idle(regions);
    levelled.addAll(idle);
    move.addAll(idle);
    if (!move.isEmpty()) {
      movedAt = System.nanoTime();
      LOG.info("{} shards of {} move to nodes with more room", move.size(), what);
    }
    return move;
  }

  /**
   * Where a node has room while others wait elsewhere: shards of those that wait, the last first,
   * until all nodes have as much room, or nobody waits where others have none.
   */
  private Set<String> waiting(Map<ActorRef, IndexedSeq<String>> regions) {
    var move = new HashSet<String>();
    var rooms =
        regions.keySet().stream().mapToInt(region -> load(region).room()).summaryStatistics();
    if (regions.isEmpty() || rooms.getMax() <= 0) {
      return move;
    }
    int fair = (int) Math.min(0, Math.floorDiv(rooms.getSum(), regions.size()));
    for (var region : regions.keySet()) {
      var load = load(region);
      var stay = shards(load.running());
      var here = Set.copyOf(CollectionConverters.asJava(regions.get(region)));
      var queue = load.waiting();
      int room = load.room();
      for (int i = queue.size() - 1; i >= 0 && room < fair; i--) {
        var shard = ShardByNumber.shard(queue.get(i), shards);
        if (here.contains(shard) && !stay.contains(shard)) {
          move.add(shard);
          room++;
        }
      }
    }
    return move;
  }

  /** Shards in which nothing runs or waits, from the nodes with more to those with fewer. */
  private Set<String> idle(Map<ActorRef, IndexedSeq<String>> regions) {
    int fair = (int) Math.ceil(total(regions) / (double) regions.size());
    int missing =
        regions.values().stream().mapToInt(held -> Math.max(0, fair - 1 - held.size())).sum();
    int most = Math.min(missing, MOST_AT_ONCE);
    var move = new HashSet<String>();
    for (var region : regions.keySet()) {
      var load = load(region);
      var busy = shards(load.running());
      busy.addAll(shards(load.waiting()));
      var held = CollectionConverters.asJava(regions.get(region));
      var free =
          held.stream()
              .filter(shard -> !busy.contains(shard))
              .sorted(Comparator.comparingInt(Integer::parseInt))
              .toList();
      int count = Math.min(Math.min(held.size() - fair, free.size()), most - move.size());
      // From all over, since what is begun together has numbers that follow one another.
      for (int i = 0; i < count; i++) {
        move.add(free.get(i * free.size() / count));
      }
    }
    return move;
  }

  private static int total(Map<ActorRef, IndexedSeq<String>> regions) {
    return regions.values().stream().mapToInt(IndexedSeq::size).sum();
  }

  private Set<String> shards(List<Long> ids) {
    return ids.stream()
        .map(id -> ShardByNumber.shard(id, shards))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
