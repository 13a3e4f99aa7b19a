package io.sluice.bottleneck;

import java.util.List;

/**
 * What holds the work of all nodes up.
 *
 * @param found in words that name the nodes, where it is not that of all
 * @param node the one that it is of alone; empty where it is that of several, or there is but one
 * @param nodes what each has found of itself
 */
public record ClusterBottleneck(Bottleneck found, String node, List<Named> nodes) {
  public ClusterBottleneck {
    nodes = List.copyOf(nodes);
  }

  /**
   * A node by its name.
   *
   * @param name its host, with its process where another node has the same host
   */
  public record Named(String name, double runs, Bottleneck found) {}
}
