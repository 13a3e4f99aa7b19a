package io.sluice.tests.bench;

import io.sluice.model.StandInModel;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Shows what becomes of a list of websites whose model goes away in the middle, while nodes are
 * killed now and then: sites are read to their end, messages follow, and what was answered is not
 * asked again.
 */
final class MessagesBench {
  private static final int NODES = 2;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(60);
  private static final long THINKING_MILLIS = 300;
  private static final long LOOK_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final int count;
  private final Duration away;
  private final Path work;
  private final ServedSites sites;
  private final DatabaseAddress database = TestDatabase.create();
  private final Random random = new Random(1);
  private final List<BenchNode> nodes = new ArrayList<>();
  private final List<StandInModel> models = new ArrayList<>();
  private final long began = System.nanoTime();
  private final int modelPort;
  private long nextKill = Long.MAX_VALUE;
  private int started;
  private int killed;

  private MessagesBench(int count, Duration away, Path work, ServedSites sites) throws IOException {
    this.count = count;
    this.away = away;
    this.work = work;
    this.sites = sites;
    try (var free = new ServerSocket(0)) {
      modelPort = free.getLocalPort();
    }
  }

  /** Arguments: how many sites, for how many seconds the model is away, and a directory. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[0]);
    var work = Path.of(args[2]);
    try (var sites = ServedSites.start(work.resolve("sites"), count)) {
      var away = Duration.ofSeconds(Long.parseLong(args[1]));
      new MessagesBench(count, away, work, sites).show();
    }
  }

  private void show() throws IOException, InterruptedException {
    try {
      startModel();
      while (nodes.size() < NODES) {
        startNode();
      }
      submit();
      await(
          "some messages", "SELECT count(*) > %d FROM sluice.message_reply".formatted(count / 20));
      models.get(0).close();
      long back = System.nanoTime() + away.toNanos();
      tell("the model goes away");
      nextKill = System.nanoTime() + BETWEEN_KILLS.toNanos();
      await("all sites read", "SELECT state = 'completed' FROM sluice.batch");
      tell("all sites are read");
      long requests = sites.record().get("requests").asLong();
      while (System.nanoTime() < back) {
        look();
      }
      startModel();
      tell("the model is back");
      await("all messages", "SELECT count(*) = 0 FROM sluice.message_task");
      tell("all messages are written");
      System.out.printf(
          "Requests to sites: %d, of which %d after all were read%n",
          sites.record().get("requests").asLong(),
          sites.record().get("requests").asLong() - requests);
      result();
    } finally {
      nodes.forEach(BenchNode::kill);
      models.forEach(StandInModel::close);
    }
  }

  private void startModel() {
    var model = new StandInModel(modelPort);
    model.does(
        (request, reply) -> {
          TimeUnit.MILLISECONDS.sleep(THINKING_MILLIS);
          reply.ollama("Dear team, hello.", "stop", request.prompt().split("\\s+").length + 1);
        });
    models.add(model);
  }

  private void startNode() throws IOException, InterruptedException {
    var name = "node-" + ++started;
    var own = new HashMap<>(WebsitesBench.settings(sites));
    own.put("NODE_HOST", "127.0.0." + (1 + started % (NODES + 1)));
    own.put("DATABASE_URL", database.url());
    own.put("IMAGE_DIR", work.resolve("store").toString());
    own.put("SOURCE_ROOTS", work.toString());
    own.put("MESSAGE_MODEL", "ollama");
    own.put("OLLAMA_HOST", "127.0.0.1:" + modelPort);
    nodes.add(BenchNode.start(Files.createDirectories(work.resolve(name)), own, BatchScene.HEAP));
  }

  private void submit() throws IOException, InterruptedException {
    var list = sites.part(0, count).toString();
    nodes
        .get(0)
        .post(
            "/api/batches",
            Map.of(
                "kind",
                "websites",
                "source",
                Map.of("lists", List.of(list)),
                "websites",
                Map.of("message", Map.of("template", "Greet {{title}}."))));
    tell("%d sites are wanted".formatted(count));
  }

  private void tell(String what) {
    System.out.printf(
        "%5d s: %s; read %d, messages %d, nodes killed %d%n",
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        what,
        TestDatabase.count(
            database, "SELECT count(*) FROM sluice.websites WHERE scraping_status <> 'PENDING'"),
        TestDatabase.count(database, "SELECT count(*) FROM sluice.message_reply"),
        killed);
  }

  private void await(String what, String sql) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + away.plus(PATIENCE).toNanos();
    while (!TestDatabase.query(database, sql).equals(List.of(List.of("t")))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited in vain for " + what + ", see " + work);
      }
      look();
    }
  }

  /** Kills a node that chance names when it is time, and starts another. */
  private void look() throws IOException, InterruptedException {
    if (System.nanoTime() > nextKill) {
      nodes.remove(random.nextInt(nodes.size())).kill();
      killed++;
      startNode();
      nextKill = System.nanoTime() + BETWEEN_KILLS.toNanos();
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  private void result() {
    TestDatabase.query(
            database,
            """
            SELECT scraping_status, coalesce(message_status, '-'), count(*) FROM sluice.websites
            GROUP BY 1, 2 ORDER BY 3 DESC
            """)
        .forEach(row -> System.out.printf("%-12s %-14s %6s%n", row.toArray()));
    var prompts = new HashSet<String>();
    int asked = 0;
    for (var model : models) {
      asked += model.asked().size();
      model.asked().forEach(one -> prompts.add(one.prompt()));
    }
    System.out.printf(
        "The model was asked %d times for %d prompts; replies kept: %d%n",
        asked,
        prompts.size(),
        TestDatabase.count(database, "SELECT count(*) FROM sluice.message_reply"));
  }
}
