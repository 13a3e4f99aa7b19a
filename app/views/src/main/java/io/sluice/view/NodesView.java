package io.sluice.view;

import java.util.List;
import java.util.Objects;

/** The nodes of the cluster. */
public record NodesView(List<NodeView> nodes) {
  public NodesView {
    Objects.requireNonNull(nodes, "no nodes");
  }
}
