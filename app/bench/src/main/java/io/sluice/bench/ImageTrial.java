package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What comes of a set without any clock: contenders and pictures go in, and out come those that get
 * on with each other, with how large and how good the results are.
 */
final class ImageTrial {
  private static final double KILOBYTE = 1_000;

  private final PictureSet set;
  private final int maxWidth;
  private final Map<Contender, Path> results = new LinkedHashMap<>();
  private final Set<Path> leftOut = new TreeSet<>();
  private final List<String> notes = new ArrayList<>();

  private ImageTrial(PictureSet set, int maxWidth) {
    this.set = set;
    this.maxWidth = maxWidth;
  }

  /**
   * A size and a likeness.
   *
   * @param kilobytes the mean result has
   * @param ssim mean structural similarity to a slowly shrunk original; null if none can be
   *     compared
   */
  record Quality(double kilobytes, Double ssim) {}

  /**
   * Lets each contender make each picture once and leave it in the scratch folder.
   *
   * @param contenders ours first, since a foreign one may fail where ours fail
   */
  static ImageTrial run(
      PictureSet set, List<Contender> contenders, int maxWidth, ScratchFolder scratch)
      throws IOException {
    var trial = new ImageTrial(set, maxWidth);
    for (var contender : contenders) {
      trial.add(contender, scratch.folder("results/" + set.name() + "/" + contender.name()));
    }
    return trial;
  }

  private void add(Contender contender, Path folder) throws IOException {
    var pictures = set.pictures().stream().map(Path::toString).toList();
    var failed = contender.take(new Turn(pictures, folder.toString(), 0, 1)).failed();
    boolean complete = true;
    for (var failure : failed.entrySet()) {
      var picture = Path.of(failure.getKey());
      var what =
          "%s does not take %s (%s)"
              .formatted(contender.name(), picture.getFileName(), firstLine(failure.getValue()));
      if (!contender.isOurs() && !leftOut.contains(picture)) {
        complete = false;
        notes.add("not measured: " + what);
      } else if (leftOut.add(picture)) {
        notes.add("left out: " + what);
      }
    }
    // A foreign program that lacks a format would leave nothing to measure, so it stays out itself.
    if (complete) {
      results.put(contender, folder);
    }
  }

  private static String firstLine(String reason) {
    return reason.lines().findFirst().orElse("no reason given");
  }

  /** What all contenders make, so that their figures can be compared. */
  PictureSet measured() {
    return set.without(leftOut);
  }

  List<Contender> contenders() {
    return List.copyOf(results.keySet());
  }

  /** Which pictures and contenders stayed out, and why. */
  List<String> notes() {
    return notes;
  }

  Map<Contender, Quality> qualities() throws IOException {
    Map<Contender, List<Double>> likenesses = new HashMap<>();
    results.keySet().forEach(contender -> likenesses.put(contender, new ArrayList<>()));
    for (int i : places()) {
      var ofAll = likenesses(i);
      // The others' means would be over other pictures.
      if (ofAll.size() == results.size()) {
        ofAll.forEach((contender, likeness) -> likenesses.get(contender).add(likeness));
      }
    }
    Map<Contender, Quality> qualities = new HashMap<>();
    for (var result : results.entrySet()) {
      var mean = likenesses.get(result.getKey()).stream().mapToDouble(x -> x).average();
      Double ssim = mean.isPresent() ? mean.getAsDouble() : null;
      qualities.put(result.getKey(), new Quality(meanKilobytes(result.getValue()), ssim));
    }
    return qualities;
  }

  /** Of those contenders whose results can be compared. */
  private Map<Contender, Double> likenesses(int place) throws IOException {
    var likeness = Likeness.to(set.pictures().get(place), maxWidth);
    Map<Contender, Double> likenesses = new HashMap<>();
    for (var result : results.entrySet()) {
      likeness
          .of(file(result.getValue(), place))
          .ifPresent(value -> likenesses.put(result.getKey(), value));
    }
    return likenesses;
  }

  private double meanKilobytes(Path folder) throws IOException {
    long bytes = 0;
    for (int i : places()) {
      bytes += Files.size(file(folder, i));
    }
    return bytes / KILOBYTE / places().length;
  }

  private int[] places() {
    return IntStream.range(0, set.pictures().size())
        .filter(i -> !leftOut.contains(set.pictures().get(i)))
        .toArray();
  }

  private static Path file(Path folder, int place) {
    return folder.resolve(place + ".jpg");
  }
}
