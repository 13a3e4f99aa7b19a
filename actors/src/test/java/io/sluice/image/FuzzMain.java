package io.sluice.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.image.ImageResult.Rejected;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Processes mutations one after another, and prints what became of them. */
final class FuzzMain {
  private static final long LONGEST_MILLIS = 20_000;

  private FuzzMain() {}

  /** Takes the number of mutations, and the file that tells at which it is if it dies. */
  public static void main(String[] arguments) throws Exception {
    var count = Integer.parseInt(arguments[0]);
    var budget = new PixelBudget(Runtime.getRuntime().maxMemory() / 3);
    var processor = new ImageProcessor(ImageSettings.DEFAULTS, EngineChoice.AUTO.engines(), budget);
    var outcomes = new TreeMap<String, Integer>();
    var slowest = 0L;
    try (var place = new RandomAccessFile(arguments[1], "rw").getChannel()) {
      for (var number = 0; number < count; number++) {
        place.write(ByteBuffer.wrap("%8d".formatted(number).getBytes(US_ASCII)), 0);
        var mutation = Mutation.of(number);
        var start = System.nanoTime();
        try {
          outcomes.merge(outcome(processor.process(mutation.bytes())), 1, Integer::sum);
        } catch (Throwable e) {
          System.out.println("THROWN by " + number + ", " + mutation.specimen() + ": " + e);
        }
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        slowest = Math.max(slowest, millis);
        if (millis > LONGEST_MILLIS || budget.bytesInUse() > 0) {
          System.out.println("HELD by " + number + ", " + mutation.specimen() + ": " + millis);
        }
      }
    }
    outcomes.forEach((outcome, times) -> System.out.println(outcome + "=" + times));
    System.out.println("slowest=" + slowest);
    System.out.println("total=" + outcomes.values().stream().mapToInt(times -> times).sum());
  }

  private static String outcome(ImageResult result) {
    return result instanceof Rejected rejected
        ? rejected.flaw().name()
        : result.getClass().getSimpleName();
  }
}
