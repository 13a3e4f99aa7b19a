package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.ChunkItems;
import io.sluice.ledger.batch.Item;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.Settled;
import io.sluice.metrics.Stage;
import io.sluice.persistence.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stores what a stage has made of items, and what has become of these, in one transaction. */
final class Settling<R> {
  private static final int MOST_OF_DETAIL = 500;

  private final ItemStage<R> stage;
  private final boolean last;
  private final Chunk.Order order;
  private final Fence fence;
  private final ChunkItems ledger;
  private final BatchNode node;

  /**
   * @param last whether an item has an end when it has passed this stage
   */
  Settling(
      ItemStage<R> stage,
      boolean last,
      Chunk.Order order,
      Fence fence,
      ChunkItems ledger,
      BatchNode node) {
    this.stage = stage;
    this.last = last;
    this.order = order;
    this.fence = fence;
    this.ledger = ledger;
    this.node = node;
  }

  /** Gives those that go on to the next stage at once. May block. */
  List<Item> settle(List<Tried<R>> group) {
    var results = new ArrayList<ItemResult<R>>();
    for (var tried : group) {
      if (tried.outcome().isPresent()
          && tried.outcome().get() instanceof ItemOutcome.Passed<R> passed) {
        results.add(new ItemResult<>(fence, order.batch(), tried.item().number(), passed.value()));
      }
    }
    var name = "group of item " + group.get(0).item().number();
    var prepared = node.stages().in(Stage.KEEP, order.name(), name, () -> stage.prepare(results));
    var settled = node.stages().in(Stage.STORE, order.name(), name, () -> store(group, prepared));
    settled.forEach(
        one -> node.metrics().settled(order.kind(), stage.name(), outcome(one), one.bytes()));
    int ended = (int) settled.stream().filter(one -> one.state() != ItemState.PENDING).count();
    if (ended > 0) {
      node.log().add(order.batch(), order.name(), order.kind(), ended);
    }
    var onwards =
        settled.stream().filter(Settled::goesOn).map(Settled::number).collect(Collectors.toSet());
    return group.stream()
        .filter(tried -> tried.outcome().isEmpty() || onwards.contains(tried.item().number()))
        .map(tried -> tried.outcome().isEmpty() ? tried.item() : on(tried.item()))
        .toList();
  }

  private List<Settled> store(List<Tried<R>> group, List<ItemResult<R>> prepared) {
    return ledger.settle(
        fence,
        connection -> {
          var others =
              prepared.isEmpty() ? Map.<Long, ItemState>of() : stage.write(connection, prepared);
          stage.writeFailed(
              connection, group.stream().flatMap(tried -> failed(tried).stream()).toList());
          return group.stream().flatMap(tried -> settled(tried, others).stream()).toList();
        });
  }

  private Optional<FailedItem> failed(Tried<R> tried) {
    var outcome = tried.outcome().orElse(null);
    if (outcome instanceof ItemOutcome.Failed<R> failed) {
      return Optional.of(
          new FailedItem(order.batch(), tried.item(), failed.reason(), failed.detail()));
    }
    if (outcome instanceof ItemOutcome.Died<R> died) {
      return Optional.of(new FailedItem(order.batch(), tried.item(), "dead", died.how()));
    }
    return Optional.empty();
  }

  private static String outcome(Settled one) {
    if (one.state() == ItemState.PENDING) {
      return one.goesOn() ? "passed" : "later";
    }
    return one.state().column();
  }

  private static Item on(Item item) {
    return new Item(item.number(), item.address(), item.stage() + 1, 0, 0);
  }

  private Optional<Settled> settled(Tried<R> tried, Map<Long, ItemState> others) {
    if (tried.outcome().isEmpty()) {
      return Optional.empty();
    }
    var item = tried.item();
    var outcome = tried.outcome().get();
    if (outcome instanceof ItemOutcome.Passed<R> passed) {
      var end = others.getOrDefault(item.number(), ItemState.DONE);
      var state = last || end != ItemState.DONE ? end : ItemState.PENDING;
      return Optional.of(
          new Settled(item.number(), item.stage() + 1, state, null, null, null, passed.bytes(), 0));
    }
    if (outcome instanceof ItemOutcome.Failed<R> failed) {
      return Optional.of(ended(item, ItemState.FAILED, failed.reason(), failed.detail()));
    }
    if (outcome instanceof ItemOutcome.Died<R> died) {
      return Optional.of(ended(item, ItemState.DEAD, "dead", died.how()));
    }
    if (outcome instanceof ItemOutcome.Later<R> later) {
      return Optional.of(
          new Settled(
              item.number(),
              item.stage(),
              ItemState.PENDING,
              later.notBefore(),
              null,
              null,
              0,
              later.delays()));
    }
    return Optional.empty();
  }

  private Settled ended(Item item, ItemState state, String reason, String detail) {
    var text = stage.name() + ": " + detail;
    return new Settled(
        item.number(),
        item.stage(),
        state,
        null,
        reason,
        StorableText.of(text.length() <= MOST_OF_DETAIL ? text : text.substring(0, MOST_OF_DETAIL)),
        0,
        0);
  }
}
