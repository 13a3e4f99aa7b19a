package io.sluice.tests.bench;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Three nodes of an older program work on a batch of files of the web and are replaced, one by one,
 * by nodes of a newer one, which changes the schema meanwhile. What became of the files is counted
 * by SQL: none is lost, and none is there twice.
 */
final class UpgradeTrial {
  private static final int NODES = 3;

  /** Of a hundred items, so many more are to be settled before the next node is replaced. */
  private static final int STEP = 8;

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int PAUSE_MILLIS = 100;
  private static final int END_SECONDS = 60;
  private static final String UP =
      "SELECT count(*) FROM sluice.node WHERE state = 'up' AND api IS NOT NULL";
  private static final String SCHEMA =
      "SELECT max(version::int) FROM sluice.flyway_schema_history WHERE success";
  private static final String SETTLED = "SELECT count(*) FROM sluice.item WHERE state <> 'pending'";

  private final Path older;
  private final Path newer;
  private final Path work;
  private final int files;
  private final DatabaseAddress database = TestDatabase.create();
  private final List<Process> nodes = new ArrayList<>();

  /**
   * @param older folder with its program {@code sluice}
   */
  private UpgradeTrial(Path older, Path newer, int files, Path work) {
    this.older = older;
    this.newer = newer;
    this.files = files;
    this.work = work;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> nodes.forEach(Process::destroyForcibly)));
  }

  /** Arguments: folders of the older and the newer program, how many files, where to work. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var trial =
        new UpgradeTrial(
            Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
    boolean isWhole = trial.replaceAll();
    System.exit(isWhole ? 0 : 1);
  }

  private boolean replaceAll() throws IOException, InterruptedException {
    var list = serve();
    for (int i = 0; i < NODES; i++) {
      nodes.add(start(older, i, "older"));
    }
    await("the older nodes are up", () -> up() == NODES);
    System.out.printf("three nodes of the older program, schema %d%n", count(SCHEMA));
    run(older, "submit", "files", "--name", "upgrade", "--list", list.toString());
    for (int i = 0; i < NODES; i++) {
      awaitSettled((i + 1) * STEP);
      replace(i);
    }
    await(
        "the batch is complete",
        () -> count("SELECT count(*) FROM sluice.batch WHERE state = 'completed'") == 1);
    for (var node : nodes) {
      end(node);
    }
    return isWhole(Files.readAllLines(list).size());
  }

  private void awaitSettled(int percent) throws IOException, InterruptedException {
    await(
        percent + " of 100 items are settled",
        () -> count(SETTLED) * 100 >= (long) percent * files);
  }

  private void replace(int number) throws IOException, InterruptedException {
    long settled = count(SETTLED);
    int code = end(nodes.get(number));
    nodes.set(number, start(newer, number, "newer"));
    await("all three nodes are up", () -> up() == NODES);
    System.out.printf(
        "node %d (exit code %d) is replaced: schema %d, %,d items settled before and %,d now%n",
        number + 1, code, count(SCHEMA), settled, count(SETTLED));
  }

  /** Gives the list of their addresses. */
  private Path serve() throws IOException, InterruptedException {
    var set = work.resolve("set");
    var told = work.resolve("served.log");
    var server =
        command(
                newer,
                "dataset",
                "files",
                "--serve",
                "--count",
                Integer.toString(files),
                "--out",
                set.toString())
            .redirectOutput(told.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
    await("files are served", () -> isTold(told, "ALLOWED_ADDRESSES="));
    return set.resolve("addresses.txt");
  }

  private static boolean isTold(Path log, String words) {
    try {
      return Files.readString(log).contains(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWhole(int listed) {
    System.out.println(
        "items by state, listed of the batch, events, contents, and paths of these:");
    TestDatabase.query(
            database,
            """
            SELECT (SELECT string_agg(state || ' ' || n, ', ') FROM
                (SELECT state, count(*) AS n FROM sluice.item GROUP BY state ORDER BY state) AS s),
              (SELECT listed FROM sluice.batch),
              (SELECT count(*) FROM sluice.file_events),
              (SELECT count(*) FROM sluice.file), (SELECT count(DISTINCT path) FROM sluice.file)
            """)
        .forEach(row -> System.out.println("  " + String.join(" | ", row)));
    long lost = listed - count("SELECT count(DISTINCT item) FROM sluice.file_events");
    long twice = count("SELECT count(*) - count(DISTINCT item) FROM sluice.file_events");
    long absent =
        TestDatabase.query(database, "SELECT path FROM sluice.file").stream()
            .filter(row -> !Files.isRegularFile(work.resolve("pictures").resolve(row.get(0))))
            .count();
    long wrong =
        count(
            """
            SELECT count(*) FROM sluice.batch
            WHERE done + duplicates <> listed OR failed + dead > 0
            """);
    System.out.printf(
        "of %,d files %,d lost, %,d twice, %,d without their content, %d batch miscounted%n",
        listed, lost, twice, absent, wrong);
    return lost == 0 && twice == 0 && absent == 0 && wrong == 0;
  }

  private Process start(Path program, int number, String name) throws IOException {
    var folder = Files.createDirectories(work.resolve("node-" + (number + 1)));
    var builder = command(program, "node");
    builder.environment().put("DATA_DIR", folder.toString());
    builder.environment().put("NODE_HOST", "127.0.0." + (number + 1));
    builder.environment().put("API_PORT", "0");
    builder.environment().put("MANAGEMENT_PORT", "0");
    return builder.redirectOutput(folder.resolve(name + ".log").toFile()).start();
  }

  private void run(Path program, String... words) throws IOException, InterruptedException {
    int code =
        command(program, words).redirectOutput(ProcessBuilder.Redirect.INHERIT).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException(words[0] + " has ended with " + code);
    }
  }

  private ProcessBuilder command(Path program, String... words) {
    var command = new ArrayList<>(List.of(program.resolve("sluice").toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(work.toFile());
    builder.environment().put("DATABASE_URL", database.url());
    builder.environment().put("IMAGE_DIR", work.resolve("pictures").toString());
    builder.environment().put("JAVA_OPTS", "-Xmx512m");
    // So that the batch outlives all three nodes, however fast the machine is.
    builder.environment().put("SITE_RATE", "10");
    builder.environment().put("ALLOWED_ADDRESSES", "127.0.0.0/8");
    builder.environment().put("CHUNK_SIZE", "100");
    return builder;
  }

  private static int end(Process node) throws InterruptedException {
    node.destroy();
    if (!node.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a node does not end");
    }
    return node.exitValue();
  }

  private void await(String what, BooleanSupplier isSo) throws InterruptedException {
    long began = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (nodes.stream().anyMatch(node -> !node.isAlive())) {
        throw new IllegalStateException("a node has ended by itself: see its log in " + work);
      }
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new IllegalStateException("it does not come to pass that " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private long count(String sql) {
    return TestDatabase.count(database, sql);
  }

  /** Nodes that are up; none while the schema is being made. */
  private long up() {
    try {
      return count(UP);
    } catch (IllegalStateException e) {
      return 0;
    }
  }
}
