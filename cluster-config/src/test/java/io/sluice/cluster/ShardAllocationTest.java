package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.ledger.node.PlacesInUse;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** Where shards of chunks go, by what the rows of nodes say. */
class ShardAllocationTest {
  private static final int SHARDS = 256;
  private static final UUID IMAGES = UUID.randomUUID();
  private static final String ONE = "127.0.0.1:1";
  private static final String OTHER = "127.0.0.2:1";
  private static Database database;
  private static ActorSystem<Void> system;

  private final ShardAllocation allocation =
      new ShardAllocation(system, new NodeList(database), "chunks", NodeLoad::chunks, SHARDS);
  private final Map<String, Nodes> nodes = new HashMap<>();

  @BeforeAll
  static void start() {
    database = TestDatabase.open();
    var own = new Nodes(database, Duration.ofSeconds(15));
    system = NodeSystem.start(Behaviors.empty(), Systems.settings(0), database, own);
  }

  @AfterAll
  static void stop() throws Exception {
    Systems.stop(system);
    database.close();
  }

  @BeforeEach
  void none() {
    execute("DELETE FROM sluice.node");
    execute("UPDATE sluice.cluster SET image_dir = NULL");
  }

  private static void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  /** A node says what it has; it stays so however long the test takes. */
  private void says(String address, PlacesInUse chunks) {
    var node =
        nodes.computeIfAbsent(
            address,
            at -> {
              var entering = new Nodes(database, Duration.ofSeconds(15));
              entering.enter(new Nodes.Entry(Optional.of(at), at.hashCode(), IMAGES));
              execute("UPDATE sluice.node SET state = 'up'");
              return entering;
            });
    // Full of channels, which are none of its business.
    var channels = new PlacesInUse(1, List.of(1L), List.of(2L, 3L));
    assertThat(node.renew(new NodeLoad(channels, chunks, 0, 0, 0, 0))).isTrue();
    execute("UPDATE sluice.node SET last_seen = clock_timestamp() + interval '1 hour'");
  }

  private static PlacesInUse chunks(LongStream running, LongStream waiting) {
    return new PlacesInUse(4, running.boxed().toList(), waiting.boxed().toList());
  }

  private static PlacesInUse idle() {
    return chunks(LongStream.empty(), LongStream.empty());
  }

  private static ActorRef region(String address) {
    return ((ExtendedActorSystem) system.classicSystem())
        .provider()
        .resolveActorRef("pekko://sluice@%s/system/sharding/chunk".formatted(address));
  }

  private static IndexedSeq<String> shards(IntStream numbers) {
    return CollectionConverters.asScala(numbers.mapToObj(Integer::toString).toList())
        .toIndexedSeq();
  }

  private static Map<ActorRef, IndexedSeq<String>> held(IntStream one, IntStream other) {
    return Map.of(region(ONE), shards(one), region(OTHER), shards(other));
  }

  private Set<Integer> moved(Map<ActorRef, IndexedSeq<String>> held) {
    return FutureConverters.asJava(allocation.rebalance(held, Set.of()))
        .toCompletableFuture()
        .join()
        .stream()
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private String placed(int shard, Map<ActorRef, IndexedSeq<String>> held) {
    var region =
        FutureConverters.asJava(
                allocation.allocateShard(region(ONE), Integer.toString(shard), held))
            .toCompletableFuture()
            .join();
    return region.path().address().hostPort().split("@")[1];
  }

  @Test
  void half_of_those_that_wait_go_to_a_node_that_has_joined_the_last_ones_first() {
    says(ONE, chunks(LongStream.range(1000, 1004), LongStream.range(1004, 1050)));
    says(OTHER, idle());
    var held = held(IntStream.range(1000 % SHARDS, 1000 % SHARDS + 24), IntStream.empty());
    var all = held(IntStream.range(0, SHARDS), IntStream.empty());
    var moved = moved(all);
    var waiting =
        LongStream.range(1004, 1050).mapToObj(id -> (int) (id % SHARDS)).filter(moved::contains);
    assertThat(waiting.toList())
        .hasSize(25)
        .containsAll(IntStream.range(1025, 1050).mapToObj(id -> id % SHARDS).toList());
    assertThat(moved)
        .as("what is at work stays")
        .doesNotContainAnyElementsOf(
            IntStream.range(1000, 1004).mapToObj(id -> id % SHARDS).toList());
    assertThat(placed(1040 % SHARDS, held)).isEqualTo(OTHER);
  }

  @Test
  void nobody_moves_where_nobody_has_room() {
    says(ONE, chunks(LongStream.range(0, 4), LongStream.range(8, 30)));
    says(OTHER, chunks(LongStream.range(4, 8), LongStream.empty()));
    assertThat(moved(held(IntStream.range(0, 128), IntStream.range(128, 256)))).isEmpty();
  }

  @Test
  void shards_without_chunks_go_from_all_over_so_that_new_chunks_come_to_both() {
    says(ONE, chunks(LongStream.range(0, 4), LongStream.empty()));
    says(OTHER, idle());
    var moved = moved(held(IntStream.range(0, SHARDS), IntStream.empty()));
    assertThat(moved).isNotEmpty().doesNotContain(0, 1, 2, 3);
    for (int part = 0; part < SHARDS; part += 32) {
      int from = part;
      assertThat(moved).anyMatch(shard -> shard >= from && shard < from + 32);
    }
  }

  @Test
  void chunks_that_are_begun_together_are_dealt_by_room() {
    says(ONE, chunks(LongStream.range(0, 2), LongStream.empty()));
    says(OTHER, idle());
    var held = held(IntStream.range(0, 2), IntStream.empty());
    var homes =
        IntStream.range(10, 16)
            .mapToObj(shard -> placed(shard, held))
            .collect(Collectors.groupingBy(home -> home, Collectors.counting()));
    assertThat(homes).isEqualTo(Map.of(ONE, 2L, OTHER, 4L));
  }

  @Test
  void a_node_that_leaves_gets_nothing() {
    says(ONE, chunks(LongStream.range(0, 4), LongStream.range(4, 20)));
    says(OTHER, idle());
    nodes.get(OTHER).leaving();
    assertThat(placed(77, held(IntStream.range(0, 20), IntStream.empty()))).isEqualTo(ONE);
  }
}
