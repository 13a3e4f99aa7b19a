package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code sluice node} in a process of its own, with a database and a store of its own: batches go
 * in, how fast they went comes out. A batch's time is what its row says, from when it was made to
 * its end, and its files are the rows that are there.
 */
final class MeasuredNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> SETTINGS =
      List.of(
          "CHUNK_SIZE",
          "MAX_CONCURRENT_CHUNKS",
          "NODE_CHUNKS",
          "CONSUMER_BATCH_SIZE",
          "BATCH_TIME",
          "FILE_PARALLELISM",
          "EXTRACT_WORKERS",
          "EXTRACT_HEAP",
          "STORE_FULL_CONTENT",
          "DB_MAX_POOL_SIZE");

  private static final String FILE_ROWS = "SELECT count(*) FROM sluice.file_events";
  private static final String DOCUMENT_ROWS = "SELECT count(*) FROM sluice.document_item";

  /** Whatever the user's own nodes have: only this process asks it, and nothing else is done. */
  private static final Map<String, String> ALONE =
      Map.ofEntries(
          Map.entry("NODE_HOST", "127.0.0.1"),
          Map.entry("NODE_PORT", "0"),
          Map.entry("NODE_TLS_CERTIFICATE", ""),
          Map.entry("NODE_TLS_KEY", ""),
          Map.entry("NODE_TLS_CA", ""),
          Map.entry("CLUSTER_FORMING", "database"),
          Map.entry("API_HOST", ""),
          Map.entry("API_PORT", "0"),
          Map.entry("API_TOKEN", ""),
          Map.entry("API_TLS_CERTIFICATE", ""),
          Map.entry("API_TLS_KEY", ""),
          Map.entry("MANAGEMENT_HOST", ""),
          Map.entry("MANAGEMENT_PORT", "0"),
          Map.entry("SWEEP_INTERVAL", "off"),
          Map.entry("LOG_FORMAT", "text"),
          Map.entry("LOG_LEVEL", "info"));

  private static final Pattern READY = Pattern.compile("Ready: API (\\S+), ");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Files a second below which something is wrong. */
  private static final int LEAST = 10;

  private static final long PAUSE_MILLIS = 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScratchDatabase database;
  private final JavaProgram program;
  private final Process process;
  private final Thread hook;

  private MeasuredNode(ScratchDatabase database, JavaProgram program) throws IOException {
    this.database = database;
    this.program = program;
    process = program.start("node");
    hook = new Thread(process::destroyForcibly, "measured-node");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * @param store where it writes
   * @param root of all files that it may read
   */
  static MeasuredNode start(
      Config config, ScratchDatabase database, FileSyncMode mode, Path store, Path root)
      throws IOException {
    var program = JavaProgram.in(store, config, SETTINGS);
    return start(program.with(Map.of("FILE_SYNC", mode.setting())), database, root);
  }

  /**
   * @param program with what a node is to have
   * @param root of all files that it may read
   */
  static MeasuredNode start(JavaProgram program, ScratchDatabase database, Path root)
      throws IOException {
    return new MeasuredNode(
        database,
        program
            .with(ALONE)
            .with(
                Map.of(
                    "DATABASE_URL", database.rewriting(false).url(),
                    "SOURCE_ROOTS", root.toString())));
  }

  /**
   * What a node is asked for.
   *
   * @param path of the operation
   * @param table with a row for each of what there is to do
   */
  record Order(String path, Map<String, Object> body, String table) {}

  /**
   * Has something done, when it is ready.
   *
   * @param count how much there is
   * @param warmUp what is done in this time is not measured, if more comes behind it
   * @param time what is measured, if there is enough
   * @return rows a second
   */
  double perSecond(Order order, int count, Duration warmUp, Duration time)
      throws IOException, InterruptedException, SQLException {
    var address = await("is ready", PATIENCE, this::address);
    send(address, order.path(), order.body());
    try (var connection = database.connect()) {
      Look<Long> first = () -> Optional.of(rows(connection, order)).filter(rows -> rows > 0);
      var begin = new Mark(System.nanoTime(), await("stores something", PATIENCE, first));
      var end = begin;
      boolean warm = false;
      while (end.rows() < count && end.since(begin) < (warm ? time : warmUp).toNanos()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        if (!process.isAlive()) {
          throw failed("ended while it was measured");
        }
        end = new Mark(System.nanoTime(), rows(connection, order));
        if (!warm && end.rows() < count && end.since(begin) >= warmUp.toNanos()) {
          warm = true;
          begin = end;
        }
      }
      return (end.rows() - begin.rows()) * 1e9 / Math.max(1, end.since(begin));
    }
  }

  private record Mark(long nanos, long rows) {
    long since(Mark other) {
      return nanos - other.nanos;
    }
  }

  private static long rows(Connection connection, Order order) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + order.table())) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Stores files as a batch, when it is ready.
   *
   * @param mode what this is measured as
   * @return files a second
   */
  double store(BenchFiles files, FileSyncMode mode)
      throws IOException, InterruptedException, SQLException {
    var address = await("is ready", PATIENCE, this::address);
    long batch = submit(address, "files", files.folder());
    var patience = PATIENCE.plusSeconds(files.count() / LEAST);
    var ended = ended(batch, FILE_ROWS, patience);
    return mode.checked("Sluice", ended.rows(), files.count()) / ended.seconds();
  }

  /**
   * Reads documents as a batch, when it is ready.
   *
   * @return seconds
   */
  double readDocuments(Path folder, int count)
      throws IOException, InterruptedException, SQLException {
    var address = await("is ready", PATIENCE, this::address);
    long batch = submit(address, "documents", folder);
    var ended = ended(batch, DOCUMENT_ROWS, PATIENCE.plusSeconds(count));
    if (ended.rows() == 0) {
      throw failed("has read none of %d documents".formatted(count));
    }
    return ended.seconds();
  }

  /** It, and what it has started. */
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private Ended ended(long batch, String rows, Duration patience)
      throws IOException, InterruptedException, SQLException {
    try (var connection = database.connect()) {
      return await("has ended a batch", patience, () -> ended(connection, batch, rows));
    }
  }

  /** How long a batch took, and the rows that are there of it. */
  private record Ended(double seconds, int rows) {}

  private Optional<String> address() throws IOException {
    return READY.matcher(program.log()).results().findFirst().map(ready -> ready.group(1));
  }

  private long submit(String address, String kind, Path folder)
      throws IOException, InterruptedException {
    var batch = Map.of("kind", kind, "source", Map.of("paths", List.of(folder.toString())));
    return JSON.readTree(send(address, "/api/batches", batch)).get("id").asLong();
  }

  private byte[] send(String address, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != HttpURLConnection.HTTP_CREATED) {
      throw failed("took no work: " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  private static Optional<Ended> ended(Connection connection, long batch, String rows)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT extract(epoch FROM ended_at - created_at), (%s WHERE batch_id = batch.id)
            FROM sluice.batch WHERE id = ? AND ended_at IS NOT NULL
            """
                .formatted(rows))) {
      statement.setLong(1, batch);
      try (var row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Ended(row.getDouble(1), row.getInt(2)))
            : Optional.empty();
      }
    }
  }

  /** Looks for something that is not there yet. */
  @FunctionalInterface
  private interface Look<T> {
    Optional<T> look() throws IOException, SQLException;
  }

  private <T> T await(String what, Duration patience, Look<T> look)
      throws IOException, InterruptedException, SQLException {
    long began = System.nanoTime();
    while (true) {
      boolean alive = process.isAlive();
      var found = look.look();
      if (found.isPresent()) {
        return found.get();
      }
      if (!alive || System.nanoTime() - began > patience.toNanos()) {
        throw failed("waited in vain that it " + what);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private IllegalStateException failed(String what) throws IOException {
    return new IllegalStateException("sluice node: %s: %s".formatted(what, program.log()));
  }

  /** What it would hand over is thrown away with it. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
