package io.sluice.bottleneck;

import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a node is at one moment, or was in the middle of several.
 *
 * @param figures those that are missing are 0
 * @param waits requests that wait for the leave of an origin
 * @param inWork items of batches that are worked on, by kind
 * @param closed origins that want no requests
 */
record Sample(
    Map<Figure, Double> figures,
    Map<OriginName, Double> waits,
    Map<String, Double> inWork,
    List<Origins.Closing> closed) {
  static final Sample NONE = new Sample(Map.of(), Map.of(), Map.of(), List.of());

  Sample {
    figures = Map.copyOf(figures);
    waits = Map.copyOf(waits);
    inWork = Map.copyOf(inWork);
    closed = List.copyOf(closed);
  }

  double of(Figure figure) {
    return figures.getOrDefault(figure, 0.0);
  }

  double inWork(String kind) {
    return inWork.getOrDefault(kind, 0.0);
  }

  double allInWork() {
    return inWork.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Of figures that were taken at even times; what is closed is so by the last of them. */
  static Sample mean(List<Sample> samples) {
    if (samples.isEmpty()) {
      return NONE;
    }
    var figures = new EnumMap<Figure, Double>(Figure.class);
    for (var figure : Figure.values()) {
      figures.put(figure, samples.stream().mapToDouble(one -> one.of(figure)).average().orElse(0));
    }
    return new Sample(
        figures,
        mean(samples, Sample::waits),
        mean(samples, Sample::inWork),
        samples.get(samples.size() - 1).closed());
  }

  private static <K> Map<K, Double> mean(
      Collection<Sample> samples, Function<Sample, Map<K, Double>> part) {
    var keys = new HashSet<K>();
    samples.forEach(one -> keys.addAll(part.apply(one).keySet()));
    var means = new HashMap<K, Double>();
    for (var key : keys) {
      double sum =
          samples.stream().mapToDouble(one -> part.apply(one).getOrDefault(key, 0.0)).sum();
      means.put(key, sum / samples.size());
    }
    return means;
  }
}
