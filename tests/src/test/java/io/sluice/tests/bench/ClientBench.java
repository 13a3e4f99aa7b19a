package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import io.sluice.http.AllowedAddresses;
import io.sluice.http.Bounds;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.http.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Measures what the guarded client takes of the processor for a site: three requests of 80 KiB on a
 * connection of its own, to a server in another process; in turn with it a spider of Scrapy, where
 * that is installed. Then it holds 2,000 connections at once.
 */
final class ClientBench {
  private static final int HOSTS = 16;
  private static final int SITES_AT_ONCE = 64;
  private static final int TOGETHER = 2000;
  private static final int PEER_SITES = 300;
  private static final int ROUNDS = 5;
  private static final int WARM_UP_SITES = 4000;
  private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(40);
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final Bounds BOUNDS = new Bounds(5 << 20, Duration.ofMinutes(1));
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final GuardedHttp http;
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();

  private record Turn(double cpuMillis, double sitesPerSecond) {}

  private ClientBench(GuardedHttp http) {
    this.http = http;
  }

  /** Arguments: {@code --json} or nothing, and a directory to work in. */
  public static void main(String[] args) throws Exception {
    boolean json = args.length > 1 && args[0].equals("--json");
    var keys = keys(Path.of(args[args.length - 1]));
    System.setProperty("javax.net.ssl.trustStore", keys.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    // Each site is a stranger, with whom no session was made before; few, since names in a
    // certificate are compared one by one.
    System.setProperty("javax.net.ssl.sessionCacheSize", "1");
    var server = server(keys);
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "bench", ConfigFactory.load());
    try (var out = new BufferedReader(new InputStreamReader(server.getInputStream()))) {
      var ports = out.readLine().split(" ");
      var settings = new HttpSettings(AllowedAddresses.ALL, "Sluice/0.1", Duration.ofSeconds(30));
      var budget = new ByteBudget(Runtime.getRuntime().maxMemory() / 8);
      var bench = new ClientBench(new GuardedHttp(system, settings, budget));
      bench.measure(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]), json);
    } finally {
      server.destroyForcibly();
      system.terminate();
    }
  }

  private static Path keys(Path work) throws IOException, InterruptedException {
    var file = work.resolve("sites.p12");
    var hosts =
        IntStream.range(0, HOSTS).mapToObj(i -> "ip:" + host(i)).collect(Collectors.joining(","));
    var command =
        "%s -genkeypair -alias a -keyalg RSA -keysize 2048 -dname CN=sites -ext san=%s -validity 30 -storetype PKCS12 -storepass changeit -keystore %s"
            .formatted(java("keytool"), hosts, file);
    if (new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
    return file;
  }

  private static Path java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program);
  }

  private static Process server(Path keys) throws IOException {
    return new ProcessBuilder(
            java("java").toString(),
            "-Xmx512m",
            "-Djavax.net.ssl.keyStore=" + keys,
            "-Djavax.net.ssl.keyStorePassword=changeit",
            "-cp",
            System.getProperty("java.class.path"),
            ClientBenchServer.class.getName(),
            Integer.toString(TOGETHER))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String host(int number) {
    return "127.0.1." + (1 + number % HOSTS);
  }

  private void measure(int plain, int secure, boolean json) throws Exception {
    var peer = SpiderPeer.find();
    var figures = new LinkedHashMap<String, Object>();
    for (var scheme : List.of("http", "https")) {
      int port = scheme.equals("http") ? plain : secure;
      warmUp(scheme, port);
      var turns = new ArrayList<Turn>();
      var theirs = new ArrayList<SpiderPeer.Ran>();
      for (int i = 0; i < ROUNDS; i++) {
        turns.add(turn(scheme, port, ROUND));
        if (peer.isPresent() && scheme.equals("http")) {
          theirs.add(peer.get().pages(port, PEER_SITES, SITES_AT_ONCE));
        }
      }
      figures.put(
          scheme,
          Map.of(
              "cpuMsPerSite", median(turns.stream().map(Turn::cpuMillis).toList()),
              "sitesPerSecond", median(turns.stream().map(Turn::sitesPerSecond).toList())));
      if (!theirs.isEmpty()) {
        figures.put(peer.get().version(), peer(turns, theirs));
      }
    }
    for (var scheme : List.of("http", "https")) {
      figures.put(scheme + "Together", together(scheme, scheme.equals("http") ? plain : secure));
    }
    figures.put("failed", failed.get());
    if (json) {
      System.out.println(new ObjectMapper().writeValueAsString(figures));
    } else {
      figures.forEach((name, figure) -> System.out.println(name + ": " + figure));
    }
    if (failed.get() > 0) {
      throw new IllegalStateException(failed + " requests failed");
    }
  }

  /** What the spider takes for the same, and for how many of ours that would do. */
  private static Map<String, Double> peer(List<Turn> ours, List<SpiderPeer.Ran> theirs) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(cpuMillis(theirs.get(i)) / ours.get(i).cpuMillis());
    }
    return Map.of(
        "cpuMsPerSite",
        median(theirs.stream().map(ClientBench::cpuMillis).toList()),
        "sitesPerSecond",
        median(theirs.stream().map(ran -> ran.sites() / ran.seconds()).toList()),
        "ratio",
        median(ratios));
  }

  private static double cpuMillis(SpiderPeer.Ran ran) {
    if (ran.sites() != PEER_SITES || ran.read() != PEER_SITES) {
      throw new IllegalStateException("the spider has read %s".formatted(ran));
    }
    return 1000 * ran.cpu() / ran.sites();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** By sites, since it is them that have the code compiled, and not time. */
  private void warmUp(String scheme, int port) throws InterruptedException {
    long began = System.nanoTime();
    int before = next.get();
    while (next.get() - before < WARM_UP_SITES
        && System.nanoTime() - began < LONGEST_WARM_UP.toNanos()) {
      turn(scheme, port, Duration.ofSeconds(1));
    }
  }

  /** As many sites as there is time for. */
  private Turn turn(String scheme, int port, Duration time) throws InterruptedException {
    var places = new Semaphore(SITES_AT_ONCE);
    long began = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    int sites = 0;
    while (System.nanoTime() - began < time.toNanos()) {
      places.acquire();
      sites++;
      var address = scheme + "://" + host(next.getAndIncrement()) + ":" + port;
      site(URI.create(address)).whenComplete((done, failure) -> places.release());
    }
    places.acquire(SITES_AT_ONCE);
    return new Turn(
        (PROCESS.getProcessCpuTime() - cpu) / 1e6 / sites,
        sites / ((System.nanoTime() - began) / 1e9));
  }

  private CompletionStage<Void> site(URI home) {
    return page(Request.get(home.resolve("/robots.txt")))
        .thenCompose(done -> page(Request.get(home.resolve("/"))))
        .thenCompose(done -> page(Request.get(home.resolve(ClientBenchServer.LAST)).asLast()));
  }

  private CompletionStage<Void> page(Request request) {
    return http.send(request, BOUNDS)
        .handle(
            (answer, failure) -> {
              if (failure != null || answer.body().length != ClientBenchServer.PAGE_BYTES) {
                failed.incrementAndGet();
                if (failed.get() == 1) {
                  System.err.println(request + ": " + failure);
                }
              }
              if (failure == null) {
                answer.close();
              }
              return null;
            });
  }

  /** All connections are open before any of them is answered. */
  private Map<String, Object> together(String scheme, int port) throws Exception {
    long began = System.nanoTime();
    var asked = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < TOGETHER; i++) {
      var uri = URI.create(scheme + "://" + host(i) + ":" + port + ClientBenchServer.TOGETHER);
      asked.add(page(Request.get(uri).asLast()).toCompletableFuture());
    }
    for (var one : asked) {
      one.get(2, TimeUnit.MINUTES);
    }
    return Map.of(
        "connections",
        TOGETHER,
        "seconds",
        (System.nanoTime() - began) / 1e9,
        "maxHeapMb",
        Runtime.getRuntime().maxMemory() >> 20,
        "peakResidentMb",
        peakResident());
  }

  private static long peakResident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(-1);
  }
}
