package io.sluice.image;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Processes all bombs at once, and prints what became of them and how much memory it took. */
final class BombsMain {
  private static final String RESIDENT = "VmHWM:";

  private BombsMain() {}

  public static void main(String[] arguments) throws Exception {
    var bombs = Bombs.all();
    var budget = new PixelBudget(Runtime.getRuntime().maxMemory() / 3);
    var processor = new ImageProcessor(ImageSettings.DEFAULTS, EngineChoice.AUTO.engines(), budget);
    var results = new ConcurrentHashMap<Integer, Object>();
    var threads = new ArrayList<Thread>();
    for (var number = 0; number < bombs.size(); number++) {
      var bomb = number;
      threads.add(new Thread(() -> results.put(bomb, outcome(processor, bombs.get(bomb)))));
    }
    threads.forEach(Thread::start);
    var heap = 0L;
    for (var thread : threads) {
      while (thread.isAlive()) {
        thread.join(10);
        heap = Math.max(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }
    for (var result : new TreeMap<>(results).entrySet()) {
      System.out.println("bomb " + result.getKey() + "=" + result.getValue());
    }
    print(Map.of("heap", heap, "resident", resident(), "budget", budget.totalBytes()));
    print(Map.of("in use", budget.bytesInUse()));
  }

  private static Object outcome(ImageProcessor processor, byte[] bomb) {
    try {
      return processor.process(bomb);
    } catch (Throwable e) {
      return "THROWN " + e;
    }
  }

  private static void print(Map<String, Long> figures) {
    figures.forEach((name, figure) -> System.out.println(name + "=" + figure));
  }

  /** The most memory that the process had, in bytes. */
  private static long resident() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }
}
