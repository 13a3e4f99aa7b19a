package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node with little memory that works on batches of files, and its database. */
final class BatchScene implements AutoCloseable {
  static final String HEAP = "-Xmx512m";

  /** Of the parts of the heap, after each was collected last. */
  private static final Pattern HEAP_USED =
      Pattern.compile("(?m)^jvm_memory_pool_collection_used_bytes\\{[^}]*} (\\S+)$");

  private static final double MEBIBYTE = 1 << 20;

  private final EmbeddedServer server;
  private final BenchNode node;
  private final Path work;

  private BatchScene(EmbeddedServer server, BenchNode node, Path work) {
    this.server = server;
    this.node = node;
    this.work = work;
  }

  static BatchScene in(Path work) throws IOException, InterruptedException {
    return in(work, Map.of());
  }

  /**
   * @param more settings of the node
   */
  static BatchScene in(Path work, Map<String, String> more)
      throws IOException, InterruptedException {
    var server = EmbeddedServer.start(Files.createDirectories(work.resolve("database")));
    try {
      var settings = new HashMap<>(more);
      settings.put("DATABASE_URL", server.address().url());
      settings.put("IMAGE_DIR", work.resolve("store").toString());
      settings.put("FILE_SYNC", sync());
      return new BatchScene(server, BenchNode.start(work, settings, HEAP), work);
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** What is measured is not the disk, unless somebody wants that. */
  static String sync() {
    return System.getenv().getOrDefault("FILE_SYNC", "off");
  }

  BenchNode node() {
    return node;
  }

  Path files(String name) {
    return work.resolve("files").resolve(name);
  }

  /** Gives the number of the batch. */
  long submit(Path files) throws InterruptedException {
    return node.post(
            "/api/batches",
            Map.of("kind", "files", "source", Map.of("paths", List.of(files.toString()))))
        .get("id")
        .asLong();
  }

  JsonNode batch(long id) throws InterruptedException {
    return node.get(path(id));
  }

  static String path(long id) {
    return "/api/batches/" + id;
  }

  static long ended(JsonNode batch) {
    var counters = batch.get("counters");
    return counters.get("done").asLong()
        + counters.get("duplicates").asLong()
        + counters.get("failed").asLong()
        + counters.get("dead").asLong();
  }

  static boolean isComplete(JsonNode batch) {
    var state = batch.get("state").asText();
    if (state.equals("failed")) {
      throw new IllegalStateException(batch.toString());
    }
    return state.equals("completed");
  }

  void awaitComplete(long id, Duration patience) throws InterruptedException {
    node.await("batch " + id + " to be complete", patience, () -> isComplete(now(id)));
  }

  private JsonNode now(long id) {
    try {
      return batch(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** So many items are done, as it counts them itself and as rows are counted. */
  void checkDone(long id, long items) throws InterruptedException {
    long counted =
        count("SELECT count(*) FROM sluice.item WHERE state = 'done' AND batch_id = " + id);
    long told = batch(id).at("/counters/done").asLong();
    if (counted != items || told != items) {
      throw new IllegalStateException(
          "of %d items %d are done, and %d are counted so".formatted(items, counted, told));
    }
  }

  /** From the request until every item had its end. */
  double seconds(long id) {
    return Double.parseDouble(
        TestDatabase.query(
                address(),
                "SELECT extract(epoch FROM ended_at - created_at) FROM sluice.batch WHERE id = "
                    + id)
            .get(0)
            .get(0));
  }

  DatabaseAddress address() {
    return server.address();
  }

  /**
   * CPU seconds until now.
   *
   * @param database of all processes of the server that are there
   */
  record Used(double node, double database) {}

  Used used() {
    var processes =
        TestDatabase.query(
            address(), "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    return new Used(
        seconds(ProcessHandle.of(node.pid()).stream()),
        seconds(
            processes.stream()
                .flatMap(row -> ProcessHandle.of(Long.parseLong(row.get(0))).stream())));
  }

  private static double seconds(Stream<ProcessHandle> processes) {
    return processes
        .mapToDouble(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
        .sum();
  }

  long count(String sql) {
    return TestDatabase.count(address(), sql);
  }

  /** What the node's heap holds when all that nobody refers to is gone. */
  double liveMebibytes() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(node.pid()), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    var metrics = new String(node.ask(node.management("/metrics")), StandardCharsets.UTF_8);
    return HEAP_USED
            .matcher(metrics)
            .results()
            .mapToDouble(used -> Double.parseDouble(used.group(1)))
            .sum()
        / MEBIBYTE;
  }

  @Override
  public void close() {
    node.close();
    server.close();
  }
}
