package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Times contenders on a set of pictures: they take turns, round by round, so that what else the
 * machine does meets all of them. Out comes the median of each one's rounds.
 *
 * @param count rounds that count, after a warm-up
 * @param turnSeconds how long a turn is at least
 */
record ImageRounds(int count, double turnSeconds) {
  /** By the time of all rounds: 3 seconds for five of 0.4 seconds. */
  private static final double WARM_UP = 1.5;

  ImageRounds {
    if (count < 1) {
      throw new IllegalArgumentException("--rounds must be 1 or more, was " + count);
    }
  }

  /**
   * The medians, and memory as it was at last.
   *
   * @param perSecondAllCores null for other programs, which are asked for one thread only
   */
  record Times(
      double cpuMs,
      double processCpuMs,
      double perSecond,
      Double perSecondAllCores,
      long residentKb,
      Long heapKb) {}

  Map<Contender, Times> run(PictureSet set, List<Contender> contenders) throws IOException {
    var pictures = set.pictures().stream().map(Path::toString).toList();
    var one = new Turn(pictures, null, turnSeconds, 1);
    var all = new Turn(pictures, null, turnSeconds, Runtime.getRuntime().availableProcessors());
    for (var contender : contenders) {
      // Only a JVM becomes faster while it works.
      double warmUp = contender.isOurs() ? count * turnSeconds * WARM_UP : turnSeconds;
      contender.take(new Turn(pictures, null, warmUp, 1));
    }
    Map<Contender, List<Turn.Answer>> onOne = new HashMap<>();
    Map<Contender, List<Turn.Answer>> onAll = new HashMap<>();
    for (int round = 0; round < count; round++) {
      for (var contender : contenders) {
        onOne.computeIfAbsent(contender, c -> new ArrayList<>()).add(contender.take(one));
        if (contender.isOurs()) {
          onAll.computeIfAbsent(contender, c -> new ArrayList<>()).add(contender.take(all));
        }
      }
    }
    Map<Contender, Times> times = new HashMap<>();
    onOne.forEach((contender, answers) -> times.put(contender, of(answers, onAll.get(contender))));
    return times;
  }

  private static Times of(List<Turn.Answer> one, List<Turn.Answer> all) {
    var lastly = all == null ? one : all;
    var last = lastly.get(lastly.size() - 1);
    return new Times(
        median(one, Turn.Answer::cpuMs),
        median(one, Turn.Answer::processCpuMs),
        median(one, Turn.Answer::perSecond),
        all == null ? null : median(all, Turn.Answer::perSecond),
        last.residentKb(),
        last.heapKb());
  }

  private static double median(List<Turn.Answer> answers, ToDoubleFunction<Turn.Answer> figure) {
    return Median.of(answers.stream().mapToDouble(figure));
  }
}
