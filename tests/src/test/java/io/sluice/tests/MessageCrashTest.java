package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.StandInModel;
import io.sluice.persistence.TestDatabase;
import io.sluice.standin.site.ManySites;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of a model that is down for a while, and of a node that is killed while it asks. */
class MessageCrashTest {
  private static final int SITES = 60;

  /** As many answers as there are before the kill. */
  private static final int BEFORE = 12;

  /** robots.txt, the home page, and two more; the first two may be sent on to TLS. */
  private static final List<Integer> PAGES = List.of(4, 6);

  /** Tokens of it. */
  private static final int ANSWER = 12;

  private static final Duration QUIET = Duration.ofSeconds(6);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;
  private ManySites sites;
  private Scene scene;
  private int modelPort;

  @BeforeEach
  void begin() throws IOException {
    sites = ManySites.start(new ManySites.Options(SITES, 0, 0, 1, 0, 20, true));
    sites.write(directory.resolve("sites"));
    scene = Scene.in(directory);
    try (var free = new ServerSocket(0)) {
      modelPort = free.getLocalPort();
    }
  }

  @AfterEach
  void close() throws IOException {
    sites.close();
  }

  private Sluice.Setup setup() {
    return scene
        .setup()
        .with("DNS_SERVERS", "127.0.0.1:" + sites.dnsPort())
        .with("ALLOWED_ADDRESSES", "127.0.0.0/8")
        .with("SCRAPE_DELAY", "20ms")
        .with("MESSAGE_MODEL", "ollama")
        .with("OLLAMA_HOST", "127.0.0.1:" + modelPort)
        .with("SOURCE_ROOTS", directory.toString())
        .with(
            "JAVA_TOOL_OPTIONS",
            "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=changeit"
                .formatted(directory.resolve("sites/authority.p12")));
  }

  private List<Integer> requests() {
    return IntStream.range(0, SITES).map(sites.record()::requests).boxed().toList();
  }

  @Test
  void sites_are_read_meanwhile_each_row_has_one_message_and_only_what_was_lost_is_paid_twice()
      throws IOException {
    var template = Files.writeString(directory.resolve("prompt"), "Greet {{company_name}}.");
    try (var fleet = new Fleet(scene, setup())) {
      fleet.start(2);
      setup()
          .run(
              "submit",
              "websites",
              directory.resolve("sites/sites.csv").toString(),
              "--prompt",
              template.toString())
          .assertExit(0);
      fleet.await(
          "all sites read",
          () -> scene.count("SELECT count(*) FROM sluice.batch WHERE state = 'completed'") == 1,
          PATIENCE);
      var read = requests();
      assertThat(
              scene.count(
                  """
                  SELECT count(*) FROM sluice.websites
                  WHERE scraping_status = 'SCRAPED' AND message_status = 'PENDING'
                  """))
          .isEqualTo(SITES);
      assertThat(read).isSubsetOf(PAGES);

      try (var model = new StandInModel(modelPort)) {
        var held = killWhileAsked(fleet, model);
        fleet.await(
            "all messages",
            () -> scene.count("SELECT count(*) FROM sluice.message_task") == 0,
            PATIENCE);
        checkPaid(model, held);
      }
      assertThat(requests()).isEqualTo(read);
    }
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.websites
                WHERE message_status = 'GENERATED' AND generated_message = 'Dear team, hello.'
                """))
        .isEqualTo(SITES);
  }

  /** A prompt of which nothing was cut has as many as it has words, at least. */
  private static int tokens(StandInModel.Asked request) {
    int words = request.prompt().split("\\s+").length;
    return 2 * words + 1;
  }

  /** Gives what was on its way when a node was killed. */
  private Set<String> killWhileAsked(Fleet fleet, StandInModel model) {
    var open = ConcurrentHashMap.<String>newKeySet();
    var killed = new CountDownLatch(1);
    model.does(
        (request, reply) -> {
          open.add(request.prompt());
          if (model.asked().size() > BEFORE) {
            killed.await();
          }
          reply.ollama("Dear team, hello.", "stop", tokens(request));
          open.remove(request.prompt());
        });
    fleet.await("asking", () -> model.asked().size() > BEFORE, PATIENCE);
    // A node that was refused looks again after four seconds.
    var asked = new AtomicInteger();
    var since = new AtomicLong(System.nanoTime());
    fleet.await(
        "no more",
        () -> {
          if (asked.getAndSet(model.asked().size()) != model.asked().size()) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > QUIET.toNanos();
        },
        PATIENCE);
    fleet.kill(fleet.members().get(0));
    var held = Set.copyOf(open);
    killed.countDown();
    return held;
  }

  /** No answer that came was paid for again, and what was lost counts as spent. */
  private void checkPaid(StandInModel model, Set<String> held) {
    var once = new HashSet<String>();
    var twice =
        model.asked().stream()
            .map(StandInModel.Asked::prompt)
            .filter(prompt -> !once.add(prompt))
            .toList();
    assertThat(once).hasSize(SITES);
    assertThat(twice).isNotEmpty().doesNotHaveDuplicates();
    assertThat(held).containsAll(twice);
    System.out.printf(
        "%d messages: asked %d times, %d of these again of %d that were on their way%n",
        SITES, model.asked().size(), twice.size(), held.size());
    long paid = model.asked().stream().mapToLong(request -> tokens(request) + ANSWER).sum();
    assertThat(
            TestDatabase.query(
                scene.database(),
                """
                SELECT asked >= %d, tokens >= %d, lost_tokens > 0, held_tokens, held_cost
                FROM sluice.message_budget
                """
                    .formatted(model.asked().size(), paid)))
        .containsExactly(List.of("t", "t", "t", "0", "0"));
    assertThat(scene.count("SELECT count(*) FROM sluice.message_call")).isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.message_reply")).isEqualTo(SITES);
  }
}
