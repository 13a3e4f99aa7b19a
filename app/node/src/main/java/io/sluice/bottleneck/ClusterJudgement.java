package io.sluice.bottleneck;

import io.sluice.bottleneck.Bottleneck.Cause;
import io.sluice.bottleneck.ClusterBottleneck.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names what holds the work of all nodes up: what each has found of itself goes in, and the cause
 * that holds most of their runs comes out, with the node where it is of one alone.
 *
 * <p>Each node is judged by its own figures, since disks, distances and cores are its own, and
 * counts as much as it has runs: a node without work says nothing of the others' work.
 */
final class ClusterJudgement {
  private final List<Judged> nodes;
  private final Map<Judged, String> names;

  private ClusterJudgement(List<Judged> nodes) {
    this.nodes = nodes;
    names = nodes.stream().collect(Collectors.toMap(node -> node, this::name));
  }

  /**
   * @param nodes at least one, each once
   */
  static ClusterBottleneck of(List<Judged> nodes) {
    return new ClusterJudgement(
            nodes.stream()
                .sorted(Comparator.comparing(Judged::host).thenComparing(Judged::process))
                .toList())
        .judge();
  }

  private String name(Judged node) {
    boolean shared = nodes.stream().filter(other -> other.host().equals(node.host())).count() > 1;
    return shared ? "%s (process %d)".formatted(node.host(), node.process()) : node.host();
  }

  private ClusterBottleneck judge() {
    var each =
        nodes.stream().map(node -> new Named(names.get(node), node.runs(), node.found())).toList();
    var widest = widest();
    if (nodes.size() == 1 || widest.isEmpty()) {
      return new ClusterBottleneck(calmest(), "", each);
    }
    var cause = widest.get();
    var held = nodes.stream().filter(node -> node.found().cause() == cause).toList();
    var worst = held.stream().max(Comparator.comparingDouble(Judged::held)).orElseThrow();
    var found = worst.found();
    var words = words(held, worst) + others(held);
    return new ClusterBottleneck(
        new Bottleneck(cause, share(held), words, found.knob(), found.gain()),
        held.size() == 1 ? names.get(worst) : "",
        each);
  }

  /** The cause that holds most runs up; empty where nothing does. */
  private Optional<Cause> widest() {
    var held = new EnumMap<Cause, Double>(Cause.class);
    for (var node : nodes) {
      held.merge(node.found().cause(), node.held(), Double::sum);
    }
    held.remove(Cause.IDLE);
    held.remove(Cause.NOTHING);
    return held.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }

  /** The only one, or that nothing holds up what there is, or that there is nothing. */
  private Bottleneck calmest() {
    return nodes.stream()
        .max(Comparator.comparingDouble(Judged::weight))
        .map(Judged::found)
        .orElseThrow();
  }

  private double share(List<Judged> held) {
    double all = nodes.stream().mapToDouble(Judged::weight).sum();
    return Math.min(1, held.stream().mapToDouble(Judged::held).sum() / all);
  }

  private String words(List<Judged> held, Judged worst) {
    var name = names.get(worst);
    var words = worst.found().words();
    if (held.size() == 1) {
      return "on %s alone: %s".formatted(name, words);
    }
    if (held.size() == nodes.size()) {
      var all = nodes.size() == 2 ? "both" : "all " + nodes.size();
      return "on %s nodes, most on %s: %s".formatted(all, name, words);
    }
    return "on %d of %d nodes, most on %s: %s".formatted(held.size(), nodes.size(), name, words);
  }

  private String others(List<Judged> held) {
    var told = new ArrayList<String>();
    var counts = new EnumMap<Cause, Integer>(Cause.class);
    nodes.stream()
        .filter(node -> !held.contains(node))
        .forEach(node -> counts.merge(node.found().cause(), 1, Integer::sum));
    counts.forEach(
        (cause, count) ->
            told.add(
                switch (cause) {
                  case IDLE -> "idle %d".formatted(count);
                  case NOTHING -> "held up by nothing %d".formatted(count);
                  default -> "held up by %s %d".formatted(cause.word(), count);
                }));
    return told.isEmpty() ? "" : "; of the others " + String.join(", ", told);
  }
}
