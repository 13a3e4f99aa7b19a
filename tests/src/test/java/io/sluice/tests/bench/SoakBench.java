package io.sluice.tests.bench;

import io.sluice.image.EngineChoice;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes pictures in a loop on all cores, of every size and some broken, and prints how much memory
 * the process holds: it must not grow.
 */
final class SoakBench {
  private static final int LINES = 20;

  private SoakBench() {}

  /** Arguments: how many pictures, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[0]);
    var pictures = pictures(Path.of(args[1]));
    var budget = PixelBudget.ofThisProcess();
    var processor = new ImageProcessor(ImageSettings.DEFAULTS, EngineChoice.AUTO.engines(), budget);
    int cores = Runtime.getRuntime().availableProcessors();
    var threads = Executors.newFixedThreadPool(cores);
    var next = new AtomicInteger();
    long start = System.nanoTime();
    for (int core = 0; core < cores; core++) {
      threads.execute(
          () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              processor.process(pictures.get(i % pictures.size()));
              if ((i + 1) % Math.max(1, count / LINES) == 0) {
                print(i + 1, start);
              }
            }
          });
    }
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.DAYS);
  }

  /** Photos of four widths, most of them of 1280 pixels, and of each tenth a half. */
  private static List<byte[]> pictures(Path work) throws IOException {
    var pictures = new ArrayList<byte[]>();
    for (var size : Map.of(320, 40, 1280, 100, 2560, 20, 4000, 10).entrySet()) {
      int width = size.getKey();
      int count = size.getValue();
      var export = work.resolve("photos" + width);
      SampleExport.write(
          export, new SampleOptions(1, count + 1, count, width, width, "Soak", false));
      try (var files = Files.walk(export)) {
        for (var file : files.filter(path -> path.toString().endsWith(".jpg")).toList()) {
          var bytes = Files.readAllBytes(file);
          pictures.add(pictures.size() % 10 == 9 ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
        }
      }
    }
    return pictures;
  }

  private static void print(int done, long start) {
    System.out.printf(
        "%d pictures, %.0f s, resident %d MiB%n",
        done, (System.nanoTime() - start) / 1e9, residentMebibytes());
  }

  private static long residentMebibytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
