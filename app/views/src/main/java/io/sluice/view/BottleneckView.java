package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * What holds the work of all nodes up.
 *
 * @param cause such as {@code database}
 * @param share of the time, or of what works at once, from 0 to 1
 * @param words a sentence
 * @param knob what to turn; empty where there is nothing
 * @param gain what that should bring
 * @param node the one that it is of alone; empty where it is of several, or there is but one
 * @param nodes what each node has found of itself
 */
public record BottleneckView(
    String cause,
    double share,
    String words,
    String knob,
    String gain,
    String node,
    List<OfNode> nodes) {
  static final BottleneckView UNKNOWN = new BottleneckView("nothing", 0, "", "", "", "", List.of());

  public BottleneckView {
    Objects.requireNonNull(cause, "no cause");
    words = words == null ? "" : words;
    knob = knob == null ? "" : knob;
    gain = gain == null ? "" : gain;
    node = node == null ? "" : node;
    nodes = Lists.orNone(nodes);
  }

  /**
   * What holds the work of one node up.
   *
   * @param node its host, with its process where another one has the same host
   * @param runs that are at work there
   */
  public record OfNode(
      String node,
      double runs,
      String cause,
      double share,
      String words,
      String knob,
      String gain) {}
}
