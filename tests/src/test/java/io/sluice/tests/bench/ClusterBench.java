package io.sluice.tests.bench;

import java.io.IOException;
import java.nio.file.Path;

/** What a cluster brings, and how long it stands still when a node goes. */
final class ClusterBench {
  private ClusterBench() {}

  /**
   * Arguments: {@code all}, {@code rate} or {@code takeover}, how many runs of each case, and a
   * directory to work in.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var work = Path.of(args[2]);
    if (!args[0].equals("takeover")) {
      NodesBench.run(work);
    }
    if (!args[0].equals("rate")) {
      TakeoverBench.run(work, Integer.parseInt(args[1]));
    }
  }
}
