package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.NodeView;
import io.sluice.view.NodesView;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Nodes as users name them: an address, a host or the start of an id goes in, one comes out. */
final class NamedNodes {
  static final String NAMES = "Its address, its host, or the beginning of its id.";

  private NamedNodes() {}

  /**
   * @throws ApiException if there is no such node, or if there are several
   */
  static NodeView find(List<NodeView> nodes, String name) throws ApiException {
    List<Predicate<NodeView>> ways =
        List.of(
            node -> name.equals(node.address()),
            node -> name.equals(host(node)) || name.equals(node.host()),
            node -> node.id().startsWith(name));
    for (var way : ways) {
      var found = nodes.stream().filter(way).toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      if (found.size() > 1) {
        throw refused("several nodes are called %s".formatted(Printable.text(name)), found);
      }
    }
    throw refused("no node is called %s".formatted(Printable.text(name)), nodes);
  }

  /** As people name it. */
  static String label(NodeView node) {
    return Printable.text(
        node.address() == null
            ? "process %d on %s".formatted(node.process(), node.host())
            : node.address());
  }

  private static String host(NodeView node) {
    return node.address() == null ? "" : node.address().replaceFirst(":\\d+$", "");
  }

  private static ApiException refused(String words, List<NodeView> candidates) {
    var labels =
        candidates.stream()
            .map(node -> label(node) + " (" + Printable.text(node.id()) + ")")
            .collect(Collectors.joining(", "));
    return new ApiException(
        HttpURLConnection.HTTP_NOT_FOUND, "no-such-node", words + "; there are " + labels);
  }

  /** The nodes, as one of them tells. */
  static List<NodeView> all(ApiClient api, boolean ended) throws IOException {
    return api.get("/api/nodes" + (ended ? "?ended=true" : ""), NodesView.class).nodes();
  }
}
