package io.sluice.tests.bench;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandIn;
import io.sluice.standin.StandInChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes on an empty database that collect from a stand-in, the first one the oldest. */
final class BenchCluster implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final DatabaseAddress database = TestDatabase.create();
  private final List<BenchNode> nodes = new CopyOnWriteArrayList<>();
  private final StandIn site;
  private final Path work;
  private final Map<String, String> settings;

  /**
   * @param places channels that collect at once on a node
   */
  BenchCluster(Path work, StandIn site, int places, int pagesPerSecond) {
    this.work = work;
    this.site = site;
    settings =
        Map.of(
            "DATABASE_URL",
            database.url(),
            "IMAGE_DIR",
            work.resolve("store").toString(),
            "TELEGRAM_URL",
            site.pages().toString(),
            "ALLOWED_ADDRESSES",
            "127.0.0.1:" + site.pagePort(),
            "TELEGRAM_PAGE_RATE",
            Integer.toString(pagesPerSecond),
            "CONCURRENT_LIMIT",
            Integer.toString(places));
  }

  /** A channel's run, by the channel's id and the run's epoch. */
  record Run(long channel, long epoch) {}

  /** Starts another node and waits until it is ready. */
  BenchNode start() throws IOException, InterruptedException {
    var own = new HashMap<>(settings);
    // Addresses of their own, as nodes of several machines have them.
    own.put("NODE_HOST", "127.0.0." + (nodes.size() + 1));
    var directory = Files.createDirectories(work.resolve("node-" + (nodes.size() + 1)));
    var node = BenchNode.start(directory, own);
    nodes.add(node);
    return node;
  }

  BenchNode oldest() {
    return nodes.get(0);
  }

  BenchNode youngest() {
    return nodes.get(nodes.size() - 1);
  }

  List<BenchNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Has the first so many channels of the site collected. */
  void collect(int channels) throws InterruptedException {
    for (StandInChannel channel : site.channels().subList(0, channels)) {
      oldest().add(Map.of("source", "@" + channel.canonicalName(), "follow", false));
    }
  }

  /** What a node collects at the moment. */
  List<Run> runs(BenchNode node) {
    return TestDatabase.query(
            database,
            """
            SELECT substr(run.entity, 9), run.epoch FROM sluice.run JOIN sluice.node
              ON node.id = run.node
            WHERE run.running AND node.process = %d AND node.state NOT IN ('left', 'down')
            """
                .formatted(node.pid()))
        .stream()
        .map(row -> new Run(Long.parseLong(row.get(0)), Long.parseLong(row.get(1))))
        .toList();
  }

  /** Whether each of these runs has stored something. */
  boolean haveStored(List<Run> runs) {
    return stored(runs, "epoch = run") == runs.size();
  }

  /** Whether each channel of these runs has stored something in a later run. */
  boolean haveStoredSince(List<Run> runs) {
    return stored(runs, "epoch > run") == runs.size();
  }

  private long stored(List<Run> runs, String which) {
    var rows =
        runs.stream()
            .map(run -> "(%d, %d)".formatted(run.channel(), run.epoch()))
            .collect(Collectors.joining(", "));
    return runs.isEmpty()
        ? 0
        : TestDatabase.count(
            database,
            """
            SELECT count(*) FROM (VALUES %s) AS known (channel, run)
            WHERE EXISTS (SELECT FROM sluice.message WHERE channel_id = channel AND %s)
            """
                .formatted(rows, which));
  }

  long messages() {
    return TestDatabase.count(database, "SELECT sum(messages)::bigint FROM sluice.channel");
  }

  /** CPU seconds of all nodes until now. */
  double nodeCpu() {
    return nodes.stream().mapToDouble(node -> cpu(ProcessHandle.of(node.pid()).stream())).sum();
  }

  /** CPU seconds of the database's processes that are there now. */
  double databaseCpu() {
    return cpu(
        TestDatabase.query(database, "SELECT pid FROM pg_stat_activity").stream()
            .map(row -> ProcessHandle.of(Long.parseLong(row.get(0))))
            .flatMap(Optional::stream));
  }

  private static double cpu(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> process.info().totalCpuDuration())
        .flatMap(Optional::stream)
        .mapToDouble(time -> time.toMillis() / 1e3)
        .sum();
  }

  /** Looks at the database twenty times a second. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited in vain for " + what + ", see " + work);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  @Override
  public void close() {
    // The youngest first, so that none takes over what all will leave.
    for (int i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).close();
    }
  }
}
