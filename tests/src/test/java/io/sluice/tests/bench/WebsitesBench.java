package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a list of websites from end to end on one node, from the request for the batch to rows
 * in PostgreSQL, and in turn with it a spider of Scrapy that reads the same sites as politely.
 */
final class WebsitesBench {
  private static final int ROUNDS = 2;
  private static final BenchPace PACE = new BenchPace(600, 1, 10);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final double MILLIS = 1000;

  private final BatchScene scene;
  private final ServedSites sites;
  private final Path work;
  private final boolean json;
  private final List<Side> ours = new ArrayList<>();
  private final List<Side> theirs = new ArrayList<>();

  /**
   * What one has done in a turn.
   *
   * @param read sites of which there was something to read
   * @param cpuMs of a site: all processes of this side
   * @param database of these, PostgreSQL
   */
  record Side(
      String who,
      int sites,
      int read,
      double perMinute,
      double cpuMs,
      double database,
      long peakMebibytes) {}

  private WebsitesBench(BatchScene scene, ServedSites sites, Path work, boolean json) {
    this.scene = scene;
    this.sites = sites;
    this.work = work;
    this.json = json;
  }

  /** Arguments: how many sites a turn, {@code --json} if wanted, and a directory to work in. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[0]);
    boolean json = args.length > 2 && args[1].equals("--json");
    var work = Path.of(args[args.length - 1]);
    var peer = SpiderPeer.find();
    int warmUp = count;
    try (var sites = ServedSites.start(work.resolve("sites"), warmUp + ROUNDS * count);
        var scene = BatchScene.in(work, settings(sites))) {
      new WebsitesBench(scene, sites, work, json).measure(warmUp, count, peer);
    }
  }

  /** Of a node that reads these sites. */
  static Map<String, String> settings(ServedSites sites) {
    return Map.of(
        "DNS_SERVERS",
        "127.0.0.1:" + sites.names(),
        "ALLOWED_ADDRESSES",
        "127.0.0.0/8",
        "SCRAPE_PARALLELISM",
        Integer.toString(PACE.atOnce()),
        "SCRAPE_DELAY",
        PACE.delaySeconds() + "s",
        "SCRAPE_TIMEOUT",
        PACE.timeoutSeconds() + "s",
        "SCRAPE_RETRY_DELAY",
        PACE.delaySeconds() + "s",
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=changeit"
            .formatted(sites.authority()));
  }

  private void measure(int warmUp, int count, Optional<SpiderPeer> peer)
      throws IOException, InterruptedException {
    var first = byNode("Sluice, the first", 0, warmUp);
    tell(first);
    for (int round = 0; round < ROUNDS; round++) {
      int from = warmUp + round * count;
      ours.add(byNode("Sluice", from, from + count));
      tell(ours.get(round));
      if (peer.isPresent()) {
        theirs.add(bySpider(peer.get(), from, from + count));
        tell(theirs.get(round));
      }
    }
    if (json) {
      var all = new LinkedHashMap<String, Object>();
      all.put("pace", PACE);
      all.put("first", first);
      all.put("sluice", ours);
      all.put("peer", theirs);
      all.put("ratios", ratios());
      System.out.println(new ObjectMapper().writeValueAsString(all));
    } else {
      ratios().forEach(ratio -> System.out.printf("CPU of the peer by ours: %.2f%n", ratio));
    }
  }

  private void tell(Side side) {
    if (json) {
      return;
    }
    System.out.printf(
        "%-44s %6d sites, %6d read, %7.0f a minute, CPU ms a site %6.1f (PostgreSQL %.1f), peak %d MiB%n",
        side.who(),
        side.sites(),
        side.read(),
        side.perMinute(),
        side.cpuMs(),
        side.database(),
        side.peakMebibytes());
  }

  private List<Double> ratios() {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < theirs.size(); i++) {
      ratios.add(theirs.get(i).cpuMs() / ours.get(i).cpuMs());
    }
    return ratios;
  }

  private Side byNode(String who, int from, int to) throws IOException, InterruptedException {
    var list = sites.part(from, to).toString();
    var before = scene.used();
    long id =
        scene
            .node()
            .post(
                "/api/batches",
                Map.of("kind", "websites", "source", Map.of("lists", List.of(list))))
            .get("id")
            .asLong();
    scene.awaitComplete(id, PATIENCE);
    var after = scene.used();
    int count = to - from;
    long rows =
        scene.count(
            "SELECT count(*) FROM sluice.websites WHERE scraping_status <> 'PENDING' AND batch_id = "
                + id);
    if (rows != count) {
      throw new IllegalStateException("of %d sites %d have an end".formatted(count, rows));
    }
    double database = after.database() - before.database();
    return new Side(
        who,
        count,
        (int)
            scene.count(
                "SELECT count(*) FROM sluice.websites WHERE scraping_status IN ('SCRAPED', 'PARTIAL')"
                    + " AND batch_id = "
                    + id),
        60 * count / scene.seconds(id),
        MILLIS * (after.node() - before.node() + database) / count,
        MILLIS * database / count,
        peak(scene.node().pid()));
  }

  private Side bySpider(SpiderPeer peer, int from, int to)
      throws IOException, InterruptedException {
    var rows = work.resolve("rows-%d.jsonl".formatted(from));
    var ran = peer.sites(sites.part(from, to), rows, sites.names(), PACE);
    int count = to - from;
    if (ran.sites() != count) {
      throw new IllegalStateException(
          "of %d sites the spider has %d".formatted(count, ran.sites()));
    }
    return new Side(
        peer.version(),
        count,
        ran.read(),
        60 * count / ran.seconds(),
        MILLIS * ran.cpu() / count,
        0,
        ran.peakMebibytes());
  }

  private static long peak(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(-1);
  }
}
