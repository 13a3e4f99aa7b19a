package io.sluice.bench;

import io.sluice.image.EngineChoice;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageResult;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/** The image engine alone on all cores: reads each photo of a directory and makes its JPEG. */
final class BareLoop {
  private BareLoop() {}

  /** Prints the images made in a second. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    var processor =
        new ImageProcessor(
            ImageSettings.DEFAULTS,
            EngineChoice.AUTO.engines(),
            new PixelBudget(Runtime.getRuntime().maxMemory() / 3));
    try (var files = Files.walk(Path.of(args[0]))) {
      var photos = files.filter(file -> file.toString().endsWith(".jpg")).toList();
      long start = System.nanoTime();
      var pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
      long made =
          pool.submit(() -> photos.parallelStream().filter(file -> isMade(processor, file)).count())
              .get();
      pool.shutdown();
      System.out.printf("%.2f%n", made / ((System.nanoTime() - start) / 1e9));
    }
  }

  private static boolean isMade(ImageProcessor processor, Path photo) {
    try {
      return processor.process(Files.readAllBytes(photo)) instanceof ImageResult.Encoded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
