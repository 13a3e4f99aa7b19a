package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.image.EngineChoice;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How fast a node's engine makes pictures, in this process and with the memory that it has. */
public final class PictureSpeed {
  private PictureSpeed() {}

  /**
   * Pictures a second, after a fourth of the time that does not count.
   *
   * @param pictures their files
   */
  public static double measure(Config config, List<String> pictures, int threads, double seconds)
      throws IOException, InterruptedException, ExecutionException {
    var turns =
        new PictureTurns(
            PictureEngine.processing(
                EngineChoice.from(config),
                ImageSettings.from(config),
                PixelBudget.ofThisProcess()));
    turns.take(new Turn(pictures, null, seconds / 4, threads));
    return turns.take(new Turn(pictures, null, seconds, threads)).perSecond();
  }
}
