package io.sluice.bottleneck;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import io.sluice.batch.Chunk;
import io.sluice.channel.Channel;
import io.sluice.http.ByteBudget;
import io.sluice.image.PixelBudget;
import io.sluice.ledger.node.NodeProcess;
import io.sluice.ledger.node.Nodes;
import io.sluice.metrics.NodeMetrics;
import io.sluice.metrics.Stage;
import io.sluice.model.ModelAccess;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.run.Occupancy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.dispatch.ExecutionContexts;

/**
 * Looks at a node four times a second, and tells what has held its work up in the last seconds. It
 * looks at memory alone. Thread-safe.
 */
public final class BottleneckWatch implements Supplier<Judged> {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int SAMPLES = 48;

  /** Looks between two readings of the CPU: Java reads a dozen of the system's files for one. */
  private static final int CPU_LOOKS = 4;

  /** An empty task that waits longer than this for a thread waits for others to be done. */
  private static final double FULL_SECONDS = 0.02;

  private final Knobs knobs;
  private final Parts parts;
  private final UUID id;
  private final NodeProcess self;
  private final Deque<Sample> samples = new ArrayDeque<>();

  // Of the timer's thread alone.
  private int looks;
  private double cpu;

  /**
   * What is looked at.
   *
   * @param budgets for bodies and messages
   */
  public record Parts(
      NodeMetrics metrics,
      Occupancy occupancy,
      PixelBudget pixels,
      Collection<ByteBudget> budgets,
      Origins origins,
      ModelAccess models) {
    public Parts {
      budgets = List.copyOf(budgets);
    }
  }

  private BottleneckWatch(Knobs knobs, Parts parts, Nodes nodes) {
    id = nodes.id();
    self = nodes.self();
    this.knobs = knobs;
    this.parts = parts;
  }

  /** Looks from now on, until the system ends. */
  public static BottleneckWatch begin(
      ActorSystem<?> system, Parts parts, Nodes nodes, Config config) {
    var watch = new BottleneckWatch(Knobs.from(config), parts, nodes);
    // On the timer's own thread, since it is short, and those of dispatchers may be busy.
    system
        .scheduler()
        .scheduleAtFixedRate(
            EVERY, EVERY, watch::look, ExecutionContexts.fromExecutor(Runnable::run));
    return watch;
  }

  @Override
  public Judged get() {
    var mean = Sample.mean(latest());
    return new Judged(
        id.toString(),
        self.host(),
        self.number(),
        Judgement.runs(mean),
        Judgement.of(knobs, mean, System.currentTimeMillis()));
  }

  private synchronized List<Sample> latest() {
    return new ArrayList<>(samples);
  }

  private void look() {
    if (looks++ % CPU_LOOKS == 0) {
      cpu = readCpu();
    }
    var sample = sample();
    synchronized (this) {
      samples.addLast(sample);
      if (samples.size() > SAMPLES) {
        samples.removeFirst();
      }
    }
  }

  private Sample sample() {
    var waits = new HashMap<OriginName, Double>();
    parts.origins().waiting().forEach((origin, count) -> waits.put(origin, (double) count));
    var inWork = new HashMap<String, Double>();
    parts.metrics().items().inWork().forEach((kind, count) -> inWork.put(kind, (double) count));
    var closed = new ArrayList<Origins.Closing>();
    parts.origins().closed().forEach(closed::add);
    return new Sample(figures(), waits, inWork, closed);
  }

  private Map<Figure, Double> figures() {
    var stages = parts.metrics().stages();
    var occupancy = parts.occupancy();
    var now = new EnumMap<Figure, Double>(Figure.class);
    now.put(Figure.CHANNELS, (double) occupancy.holding(Channel.KEY.name()).size());
    now.put(Figure.CHUNKS, (double) occupancy.holding(Chunk.KEY.name()).size());
    now.put(Figure.WAITING_CHANNELS, (double) occupancy.waiting(Channel.KEY.name()).size());
    now.put(Figure.WAITING_CHUNKS, (double) occupancy.waiting(Chunk.KEY.name()).size());
    now.put(Figure.FETCHING, (double) stages.inFlight(Stage.SOURCE) + stages.inFlight(Stage.FETCH));
    now.put(Figure.STORING, (double) stages.inFlight(Stage.STORE));
    now.put(Figure.KEEPING, (double) stages.inFlight(Stage.KEEP));
    now.put(Figure.STORING_EVENTS, (double) parts.metrics().feeds().storing());
    now.put(Figure.POOL_FULL, isFull("jdbc"));
    now.put(Figure.PICTURES_FULL, isFull("image"));
    now.put(Figure.PIXEL_WAITS, (double) parts.pixels().waiting());
    now.put(
        Figure.BYTE_WAITS, (double) parts.budgets().stream().mapToInt(ByteBudget::waiting).sum());
    now.put(Figure.ASKING, (double) parts.models().inFlight());
    now.put(Figure.CPU, cpu);
    return now;
  }

  private double isFull(String dispatcher) {
    return parts.metrics().dispatchers().lastWait(dispatcher) > FULL_SECONDS ? 1 : 0;
  }

  /** Of this machine, or what its container may have; 0 where that is not known. */
  private static double readCpu() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Math.max(0, system.getCpuLoad())
        : 0;
  }
}
