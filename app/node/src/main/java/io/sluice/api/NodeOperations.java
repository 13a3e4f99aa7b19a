package io.sluice.api;

import io.sluice.cluster.Departure;
import io.sluice.cluster.Members;
import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.NodeView;
import io.sluice.view.NodesView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API tells of the nodes of the cluster, and what it does with them. */
final class NodeOperations {
  private static final Logger LOG = LoggerFactory.getLogger(NodeOperations.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int ACCEPTED = 202;

  private final ActorSystem<?> system;
  private final Nodes nodes;
  private final NodeList list;
  private final ShardCounts shards;
  private final Blocking blocking;

  NodeOperations(ActorSystem<?> system, Nodes nodes, NodeList list, Blocking blocking) {
    this.system = system;
    this.nodes = nodes;
    this.list = list;
    this.blocking = blocking;
    shards = new ShardCounts(system);
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listNodes",
        this::list,
        "drainNode",
        this::drain,
        "downNode",
        blocking.responding(this::down));
  }

  /**
   * A row with its member.
   *
   * @param seen null if it is no member
   */
  private record Known(NodeRow row, Members.Seen seen) {
    /** Another life at the same address is another member. */
    static Known of(NodeRow row, List<Members.Seen> members) {
      return new Known(
          row,
          members.stream()
              .filter(seen -> seen.uid() == row.uid())
              .filter(seen -> row.address().filter(seen.address()::equals).isPresent())
              .findFirst()
              .orElse(null));
    }

    boolean canWork() {
      return row.state() == NodeRow.State.UP && seen != null && seen.reachable();
    }

    String state() {
      return row.state().name().toLowerCase(Locale.ROOT);
    }
  }

  private CompletionStage<HttpResponse> list(Call call) {
    boolean ended = call.flag("ended");
    return shards
        .now()
        .thenCompose(
            counts ->
                blocking.run(
                    () ->
                        Json.ok(
                            new NodesView(
                                known().stream()
                                    .filter(node -> ended || node.row().state().isLive())
                                    .map(node -> view(node, counts))
                                    .toList()))));
  }

  private List<Known> known() {
    var members = Members.now(system);
    return list.all().stream().map(row -> Known.of(row, members)).toList();
  }

  private NodeView view(Known node, Map<String, ShardCounts.Count> counts) {
    var count = node.seen() == null ? null : counts.get(node.seen().address());
    return NodeViews.of(node.row(), node.seen(), count, isSelf(node));
  }

  private boolean isSelf(Known node) {
    return node.row().id().equals(nodes.id());
  }

  private static Known named(Call call, List<Known> known) {
    return known.stream()
        .filter(node -> node.row().id().equals(UUID.fromString(call.text("id"))))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(404, "no-such-node", "There is no node with the id " + call.text("id"))
                    .in("id")
                    .remedy("sluice nodes, or GET /api/nodes, lists them.")
                    .thrown());
  }

  private static ProblemException refused(String type, Known node, String what, String remedy) {
    return Problem.of(409, type, node.row().label() + " " + what).remedy(remedy).thrown();
  }

  private CompletionStage<HttpResponse> drain(Call call) {
    return blocking
        .run(() -> toDrain(call))
        .thenCompose(
            node ->
                node.row().state() == NodeRow.State.LEAVING
                    ? CompletableFuture.completedFuture(drains(node))
                    : askToLeave(node));
  }

  private CompletionStage<HttpResponse> askToLeave(Known node) {
    LOG.info("{} is asked to drain, through {}", node.row().label(), Members.self(system));
    return Departure.ask(system, node.row().id(), PATIENCE)
        .thenApply(
            leaves -> {
              if (!leaves) {
                LOG.warn("{} does not answer: the cluster has it leave", node.row().label());
                Members.leave(system, node.seen());
              }
              return drains(node);
            });
  }

  private HttpResponse drains(Known node) {
    return Json.answer(ACCEPTED, view(node, Map.of()));
  }

  /** The node to drain; one that leaves already may be named again. */
  private Known toDrain(Call call) {
    var known = known();
    var node = named(call, known);
    if (node.row().state() == NodeRow.State.LEAVING) {
      return node;
    }
    if (node.row().state() != NodeRow.State.UP || node.seen() == null) {
      throw refused(
          "node-not-up",
          node,
          "is %s, and only a node that is up can hand its work over".formatted(node.state()),
          "sluice nodes, or GET /api/nodes, tells how it is.");
    }
    if (!node.seen().reachable()) {
      throw refused(
          "node-not-heard-of",
          node,
          "is not heard of, so it cannot hand its work over",
          "POST /api/nodes/%s/down takes it out at once.".formatted(node.row().id()));
    }
    boolean alone = known.stream().filter(Known::canWork).count() == 1;
    if (alone && !call.flag("force")) {
      throw refused(
          "last-node",
          node,
          "is the only node that is up: without it nothing is collected",
          "Start another node first, or add ?force=true.");
    }
    return node;
  }

  private HttpResponse down(Call call) {
    var node = toTakeOut(call);
    var through = Members.self(system);
    LOG.warn("{} is taken out, as an operator asked through {}", node.row().label(), through);
    // First its row: one that only sleeps finds there why it must end.
    nodes.end(node.row().id(), NodeRow.State.DOWN, "an operator took it out, through " + through);
    if (node.seen() != null) {
      Members.down(system, node.seen());
    }
    return Json.ok(view(named(call, known()), Map.of()));
  }

  private Known toTakeOut(Call call) {
    var node = named(call, known());
    if (!node.row().state().isLive()) {
      throw refused(
          "node-ended",
          node,
          "has ended already",
          "sluice nodes, or GET /api/nodes, lists those that have not.");
    }
    if (isSelf(node)) {
      throw refused(
          "own-node",
          node,
          "is the node that answers, and does not take itself out",
          "Drain it, or ask another node.");
    }
    boolean heard = node.seen() == null ? !nodes.isSilent(node.row()) : node.seen().reachable();
    if (heard && !call.flag("force")) {
      throw refused(
          "node-heard-of",
          node,
          "is heard of, and what it has on its way would be done again",
          "Drain it, or add ?force=true.");
    }
    return node;
  }
}
