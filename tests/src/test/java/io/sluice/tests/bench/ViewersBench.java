package io.sluice.tests.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures what people who look at the dashboard cost a node that works on files: batches without
 * them and with them, one after another. What they take themselves is on the same machine, and is
 * printed beside.
 */
final class ViewersBench {
  private static final int VIEWERS = 200;
  private static final int TURNS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final BatchScene scene;
  private final int files;

  private ViewersBench(BatchScene scene, int files) {
    this.scene = scene;
    this.files = files;
  }

  /**
   * How one turn went.
   *
   * @param perSecond files
   * @param node and
   * @param database CPU microseconds a file
   * @param left cores that the bench, which plays the viewers, leaves to the others
   */
  private record Turn(double perSecond, double node, double database, double left) {}

  /** Arguments: how many files a turn has, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var scene = BatchScene.in(Path.of(args[1]))) {
      new ViewersBench(scene, Integer.parseInt(args[0])).measure();
    }
  }

  private void measure() throws IOException, InterruptedException {
    System.out.printf("%,d files a turn, %d viewers or none%n", files, VIEWERS);
    // Both ways, so that what a node needs for either is compiled.
    turn("warm-up-without", false);
    turn("warm-up-with", true);
    var ratios = new ArrayList<Double>();
    var ofTheRest = new ArrayList<Double>();
    System.out.printf(
        "%n%-10s%12s%16s%16s%16s%n", "viewers", "files/s", "node us/file", "db us/file", "own s/s");
    for (int number = 1; number <= TURNS; number++) {
      var without = turn("none-" + number, false);
      var with = turn("some-" + number, true);
      double ratio = with.perSecond() / without.perSecond();
      ratios.add(ratio);
      ofTheRest.add(ratio * without.left() / with.left());
    }
    System.out.printf(
        "%nfiles/s with viewers by those without, median of %d pairs: %.3f;"
            + " of what the viewers themselves leave of the cores: %.3f%n",
        TURNS, median(ratios), median(ofTheRest));
  }

  private Turn turn(String name, boolean viewed) throws IOException, InterruptedException {
    var directory = SmallFiles.write(scene.files(name), files);
    var viewers =
        viewed ? Optional.of(new Viewers(scene.node(), VIEWERS)) : Optional.<Viewers>empty();
    try {
      if (viewed) {
        scene.node().await("all to listen", viewers.get()::allListen);
      }
      var before = scene.used();
      double own = ownSeconds();
      long batch = scene.submit(directory);
      scene.awaitComplete(batch, PATIENCE);
      var after = scene.used();
      double seconds = scene.seconds(batch);
      double ownCores = (ownSeconds() - own) / seconds;
      scene.checkDone(batch, files);
      var turn =
          new Turn(
              files / seconds,
              1e6 * (after.node() - before.node()) / files,
              1e6 * (after.database() - before.database()) / files,
              Runtime.getRuntime().availableProcessors() - ownCores);
      System.out.printf(
          "%-10s%,12.0f%16.0f%16.0f%16.2f  %s%n",
          viewed ? VIEWERS : 0,
          turn.perSecond(),
          turn.node(),
          turn.database(),
          ownCores,
          viewers.map(Viewers::told).orElse(""));
      return turn;
    } finally {
      viewers.ifPresent(Viewers::close);
    }
  }

  private static double ownSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
