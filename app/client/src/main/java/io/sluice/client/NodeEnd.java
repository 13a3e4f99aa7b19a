package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.NodeView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ends a node of the cluster: its name goes in, and when it is gone a line of how long that took
 * comes out.
 */
final class NodeEnd {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final ApiOptions options;
  private final Way way;

  /** How a node can end. */
  enum Way {
    DRAIN("drain", "left", "last-node", "is the only node that is up: drain it"),
    DOWN("down", "down", "node-heard-of", "is heard of: take it out");

    private final String operation;
    private final String state;
    private final String doubt;
    private final String question;

    /**
     * @param state of who went this way
     * @param doubt the problem that a yes of the user overcomes
     */
    Way(String operation, String state, String doubt, String question) {
      this.operation = operation;
      this.state = state;
      this.doubt = doubt;
      this.question = question;
    }
  }

  NodeEnd(ApiOptions options, Way way) {
    this.options = options;
    this.way = way;
  }

  /** Gives the exit code. */
  int of(String name, boolean force) throws IOException {
    var api = options.connect();
    var nodes = NamedNodes.all(api, false);
    var node = NamedNodes.find(nodes, name);
    if (!wasAsked(api, node, force)) {
      options.complain(NamedNodes.label(node) + " stays");
      return 1;
    }
    long began = System.nanoTime();
    var gone = gone(witnesses(api, node, nodes), node, began);
    if (gone.isEmpty()) {
      options.complain(
          "%s is still there after %d s: look at its log, or take it out: sluice down %s --force"
              .formatted(NamedNodes.label(node), PATIENCE.toSeconds(), NamedNodes.label(node)));
      return 1;
    }
    return told(node, gone.get(), (System.nanoTime() - began) / NANOS);
  }

  private boolean wasAsked(ApiClient api, NodeView node, boolean force) throws IOException {
    try {
      ask(api, node, force);
      return true;
    } catch (ApiException e) {
      if (!e.is(way.doubt)) {
        throw e;
      }
    }
    var console = System.console();
    if (console == null) {
      throw options.wrong(
          "%s %s needs --force where there is no terminal to ask on"
              .formatted(NamedNodes.label(node), way.question));
    }
    var answer =
        console.readLine("%s %s all the same? [y/N] ", NamedNodes.label(node), way.question);
    if (answer == null || !answer.strip().matches("(?i)y|yes")) {
      return false;
    }
    ask(api, node, true);
    return true;
  }

  private void ask(ApiClient api, NodeView node, boolean force) throws IOException {
    var path = "/api/nodes/%s/%s".formatted(ApiClient.escaped(node.id()), way.operation);
    api.send("POST", path + (force ? "?force=true" : ""), null);
  }

  /** Who is asked whether it is gone: before itself the others, which still answer then. */
  private static List<ApiClient> witnesses(ApiClient api, NodeView node, List<NodeView> nodes) {
    var others =
        nodes.stream()
            .filter(other -> node.self() && !other.self())
            .filter(other -> other.apiUrl() != null && other.state().equals("up"))
            .map(other -> api.at(other.apiUrl()));
    return Stream.concat(others, Stream.of(api)).toList();
  }

  /** How it was when it was gone; empty if that took too long. */
  private static Optional<NodeView> gone(List<ApiClient> witnesses, NodeView node, long began)
      throws IOException {
    while (System.nanoTime() - began < PATIENCE.toNanos()) {
      var now = seen(witnesses, node);
      if (now.isEmpty() && node.self()) {
        return Optional.of(node);
      }
      if (now.filter(NodeEnd::isGone).isPresent()) {
        return now;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether it has ended and the cluster has done with it. */
  private static boolean isGone(NodeView node) {
    return node.member() == null && (node.state().equals("left") || node.state().equals("down"));
  }

  /** As the first tells it that answers and knows it; empty if none does. */
  private static Optional<NodeView> seen(List<ApiClient> witnesses, NodeView node)
      throws IOException {
    for (var witness : witnesses) {
      try {
        var found =
            NamedNodes.all(witness, true).stream()
                .filter(other -> other.id().equals(node.id()))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (AwayException | ApiException e) {
        // The next one may know, or this one in a moment.
      }
    }
    return Optional.empty();
  }

  private int told(NodeView node, NodeView gone, double seconds) {
    boolean otherwise = way == Way.DRAIN && gone.state().equals("down");
    var state = otherwise ? gone.state() : way.state;
    if (options.json()) {
      options
          .out()
          .println(
              NodeJson.line(
                  NodeJson.object()
                      .put("id", node.id())
                      .put("address", node.address())
                      .put("state", state)
                      .put("seconds", seconds)));
    } else if (!otherwise) {
      options
          .out()
          .println("%s: %s after %s s".formatted(NamedNodes.label(node), state, rounded(seconds)));
    }
    if (otherwise) {
      options.complain(
          "%s was taken out before it was drained: %s"
              .formatted(NamedNodes.label(node), Printable.text(gone.reason())));
    }
    options.out().flush();
    return otherwise ? 1 : 0;
  }

  private static String rounded(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }
}
