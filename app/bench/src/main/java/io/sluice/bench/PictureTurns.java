package io.sluice.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Takes an engine's turns in its process: pictures go in, results or times come out. */
final class PictureTurns {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final int KIB = 1024;

  private final PictureEngine.Rendering rendering;

  PictureTurns(PictureEngine.Rendering rendering) {
    this.rendering = rendering;
  }

  /** What one thread did. */
  private record Work(int pictures, double seconds, double cpuSeconds) {}

  Turn.Answer take(Turn turn) throws IOException, InterruptedException, ExecutionException {
    return turn.out() == null ? timed(turn) : tried(turn);
  }

  private Turn.Answer tried(Turn turn) throws IOException {
    Map<String, String> failed = new TreeMap<>();
    for (int i = 0; i < turn.pictures().size(); i++) {
      var picture = turn.pictures().get(i);
      byte[] jpeg;
      try {
        jpeg = rendering.jpeg(Files.readAllBytes(Path.of(picture)));
      } catch (IOException | RuntimeException e) {
        failed.put(picture, String.valueOf(e.getMessage()));
        continue;
      }
      Files.write(Path.of(turn.out(), i + ".jpg"), jpeg);
    }
    return new Turn.Answer(failed, 0, 0, 0, residentKb(), heapKb());
  }

  private Turn.Answer timed(Turn turn)
      throws IOException, InterruptedException, ExecutionException {
    var pictures = new ArrayList<byte[]>();
    for (var picture : turn.pictures()) {
      pictures.add(Files.readAllBytes(Path.of(picture)));
    }
    Callable<Work> worker = () -> work(pictures, turn.seconds());
    var threads = Executors.newFixedThreadPool(turn.threads());
    try {
      double processBefore = processCpuSeconds();
      var works = new ArrayList<Work>();
      for (var done : threads.invokeAll(Collections.nCopies(turn.threads(), worker))) {
        works.add(done.get());
      }
      return answer(works, processCpuSeconds() - processBefore);
    } finally {
      threads.shutdown();
    }
  }

  private static Turn.Answer answer(List<Work> works, double processCpuSeconds) throws IOException {
    int pictures = works.stream().mapToInt(Work::pictures).sum();
    double cpu = works.stream().mapToDouble(Work::cpuSeconds).sum();
    // Each thread by its own clock: the last to end would make the others look idle.
    double rate = works.stream().mapToDouble(work -> work.pictures() / work.seconds()).sum();
    return new Turn.Answer(
        Map.of(),
        rate,
        cpu / pictures * MILLIS,
        processCpuSeconds / pictures * MILLIS,
        residentKb(),
        heapKb());
  }

  private Work work(List<byte[]> pictures, double seconds) throws IOException {
    var clock = ManagementFactory.getThreadMXBean();
    long started = System.nanoTime();
    long cpuBefore = clock.getCurrentThreadCpuTime();
    int done = 0;
    do {
      for (var picture : pictures) {
        rendering.jpeg(picture);
        done++;
      }
    } while (System.nanoTime() - started < seconds * NANOS);
    double cpu = (clock.getCurrentThreadCpuTime() - cpuBefore) / NANOS;
    return new Work(done, (System.nanoTime() - started) / NANOS, cpu);
  }

  private static double processCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
        / NANOS;
  }

  /** Linux's high-water mark; 0 where there is none. */
  private static long residentKb() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }

  /** The pools' peaks, which need not have been at once. */
  private static long heapKb() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed() / KIB)
        .sum();
  }
}
