package io.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.cluster.NodeSystem;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.SmallDatabase;
import io.sluice.persistence.SmallDisk;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.server.ListenSettings;
import io.sluice.settings.FileMode;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ManagementServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TOKEN = "0123456789abcdef";
  private static final String LOGGER = "io.sluice.management.ManagementServerTest";

  @TempDir static Path directory;
  private static ActorSystem<Void> system;
  private static Database database;
  private static ManagementServer shared;
  private ManagementServer server;

  @BeforeAll
  static void start() {
    database = TestDatabase.open();
    var nodes = new Nodes(database, Duration.ofSeconds(15));
    system = NodeSystem.start(Behaviors.empty(), config(), database, nodes);
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    ClusterSharding.get(system)
        .init(Entity.of(EntityTypeKey.create(String.class, "demo"), entity -> Behaviors.empty()));
    shared = server("sluice.api-token = " + TOKEN);
    shared.started();
  }

  @AfterAll
  static void stop() {
    shared.stop(Duration.ZERO).toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    database.close();
  }

  @BeforeEach
  void take() {
    server = shared;
  }

  private static Config config(String... lines) {
    return ConfigFactory.parseString("sluice.management-port = 0\n" + String.join("\n", lines))
        .withFallback(ConfigFactory.defaultReferenceUnresolved());
  }

  private static ManagementServer server(String... lines) {
    return server(database, new BlobDirectory(directory, FileMode.OWNER), lines);
  }

  private static ManagementServer server(Database database, BlobStore images, String... lines) {
    var config = config(lines);
    var settings = ManagementSettings.from(config);
    return ManagementServer.start(
        system,
        ListenSettings.management(config),
        settings,
        NodeChecks.of(system, database, List.of(images), settings.minFreeSpace()),
        accept ->
            new MetricsPage(
                "text/plain; version=0.0.4; charset=utf-8",
                ("for " + accept).getBytes(StandardCharsets.UTF_8)),
        Map.of());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path, headers);
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder().PUT(BodyPublishers.ofString(body)),
        path,
        "Authorization",
        "Bearer " + TOKEN,
        "Content-Type",
        "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path, String... headers)
      throws Exception {
    request.uri(server.uri().resolve(URI.create(path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> known(String path) throws Exception {
    return get(path, "Authorization", "Bearer " + TOKEN);
  }

  /** A check that a busy machine does not finish in a second tells of nothing else. */
  private String awaitReady() {
    return awaitAnswer(200, "\"status\":\"ready\"");
  }

  /** Asks until all of this is told; gives the answer. */
  private String awaitNotReady(String... told) {
    return awaitAnswer(503, told);
  }

  private String awaitAnswer(int status, String... told) {
    var last = new AtomicReference<HttpResponse<String>>();
    Waiting.until(
        () -> status + " " + List.of(told) + ", the last answer " + last.get().body(),
        () -> {
          last.set(ready());
          return last.get().statusCode() == status
              && Stream.of(told).allMatch(last.get().body()::contains);
        });
    return last.get().body();
  }

  private HttpResponse<String> ready() {
    try {
      return get("/ready");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_connection_full_of_requests_is_that_connection_alone() throws Exception {
    var uri = server.uri();
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      var requests = "GET /alive HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3000);
      socket
          .getOutputStream()
          .write((requests + "BREAK / HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
    assertThat(get("/alive").statusCode()).isEqualTo(200);
  }

  @Test
  void probes_follow_the_life_of_the_node_and_need_no_token() throws Exception {
    server = server("sluice.api-token = " + TOKEN);
    assertThat(get("/alive").statusCode()).isEqualTo(200);
    assertThat(get("/startup").statusCode()).isEqualTo(503);
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    server.started();
    assertThat(awaitReady())
        .isEqualTo(
            "{\"status\":\"ready\",\"checks\":{\"cluster\":\"fine\",\"database\":\"fine\",\"images\":\"fine\",\"journal\":\"fine\"}}");
    assertThat(get("/startup").statusCode()).isEqualTo(200);
    server.stopping();
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).contains("stopping");
    assertThat(get("/alive").statusCode()).isEqualTo(200);
    assertThat(get("/startup").statusCode()).isEqualTo(200);
    server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @ParameterizedTest
  @CsvSource({"/", "/metrics", "/cluster/members", "/log-levels", "/nothing"})
  void all_else_needs_the_token(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(401);
    assertThat(known(path).statusCode()).isEqualTo(path.equals("/nothing") ? 404 : 200);
  }

  @Test
  void a_page_of_another_site_gets_not_even_the_probes() throws Exception {
    assertThat(get("/alive", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
  }

  @Test
  void what_is_wrong_is_named_with_what_to_do() throws Exception {
    var file = Files.createFile(directory.resolve("file"));
    var address = TestDatabase.withSchema();
    var own = TestDatabase.open(address);
    server = server(own, new BlobDirectory(file, FileMode.OWNER), "");
    server.started();
    TestDatabase.execute(address, "ALTER TABLE sluice.event_journal RENAME TO journal_away");
    awaitNotReady(
        "\"status\":\"not ready\"",
        "\"database\":\"fine\"",
        "\"journal\":\"the journal cannot be read: is PostgreSQL running",
        "\"images\":\"IMAGE_DIR cannot be written: give the user the right");
    own.close();
    assertThat(awaitNotReady("\"database\":\"the database cannot be read: is PostgreSQL running"))
        .doesNotContain(address.host());
    assertThat(get("/alive").statusCode()).isEqualTo(200);
    server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  void too_little_space_is_told() throws Exception {
    server = server("sluice.min-free-space = 900TiB");
    server.started();
    assertThat(awaitNotReady("MiB left"))
        .containsPattern("IMAGE_DIR has \\d+ MiB left, less than MIN_FREE_SPACE: make space");
    server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  @Test
  void full_disks_are_told_and_what_to_do() throws Exception {
    try (var small = SmallDatabase.at(directory.resolve("tables"));
        var disk = SmallDisk.at(directory.resolve("pictures"), "1m");
        var own = TestDatabase.open(small.address())) {
      var images = new BlobDirectory(disk.place(), FileMode.OWNER);
      server = server(own, images, "sluice.min-free-space = 0");
      server.started();
      awaitReady();
      var fillers = List.of(small.disk().fill(), disk.fill());
      var ready =
          awaitNotReady(
              "\"database\":\"the database lacks room on its disk: see to it where PostgreSQL runs",
              "\"images\":\"IMAGE_DIR has no room left: make room there",
              "\"journal\":\"fine\"");
      assertThat(ready).doesNotContain(directory.toString());
      for (var filler : fillers) {
        Files.delete(filler);
      }
      awaitReady();
      disk.remount("ro");
      awaitNotReady("IMAGE_DIR can only be read: mount it for writing");
      server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void another_directory_in_place_of_the_one_with_the_pictures_is_told() throws Exception {
    var place = directory.resolve("store");
    var images = new BlobDirectory(place, FileMode.OWNER);
    images.checkWritable();
    images.id();
    server = server(database, images);
    server.started();
    awaitReady();
    Files.move(place, directory.resolve("away"));
    assertOtherDirectoryIsTold();
    new BlobDirectory(place, FileMode.OWNER).checkWritable();
    assertOtherDirectoryIsTold();
    new BlobDirectory(place, FileMode.OWNER).id();
    assertOtherDirectoryIsTold();
    // The same one with other numbers, as after a restore.
    Files.copy(
        directory.resolve("away/images/.id"),
        place.resolve("images/.id"),
        StandardCopyOption.REPLACE_EXISTING);
    awaitReady();
    server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private void assertOtherDirectoryIsTold() {
    awaitNotReady(
        "IMAGE_DIR is not the directory that this node began with: mount or move that one back");
  }

  @Test
  void the_index_lists_paths_that_there_are() throws Exception {
    awaitReady();
    var index = known("/").body();
    for (var path :
        List.of(
            "/alive",
            "/ready",
            "/startup",
            "/metrics",
            "/cluster/members",
            "/cluster/shards/{kind}",
            "/log-levels")) {
      assertThat(index).contains("\"" + path + "\"");
      assertThat(known(path.replace("{kind}", "demo")).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void members_are_those_of_the_cluster() throws Exception {
    awaitReady();
    var members = known("/cluster/members");
    assertThat(members.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(members.body()).contains("\"status\":\"Up\"", "pekko://sluice@127.0.0.1:");
  }

  @ParameterizedTest
  @CsvSource({
    "/cluster/members/pekko:%2F%2Fsluice@127.0.0.1:1, 404",
    "/cluster/nothing, 404",
    "/clusters, 404"
  })
  void what_is_not_there_is_a_problem(String path, int status) throws Exception {
    var response = known(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void a_member_cannot_be_taken_out_unless_that_is_allowed() throws Exception {
    awaitReady();
    var self = Cluster.get(system).selfMember().address().toString().replace("/", "%2F");
    var removed =
        send(
            HttpRequest.newBuilder().DELETE(),
            "/cluster/members/" + self,
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(removed.statusCode()).isEqualTo(405);
    assertThat(removed.body()).contains("MANAGEMENT_READ_ONLY=false");
  }

  @Test
  void metrics_come_in_the_form_that_was_asked_for() throws Exception {
    var metrics =
        get(
            "/metrics",
            "Authorization",
            "Bearer " + TOKEN,
            "Accept",
            "application/openmetrics-text");
    assertThat(metrics.body()).isEqualTo("for application/openmetrics-text");
    assertThat(metrics.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=UTF-8");
  }

  @Test
  void log_levels_can_only_be_looked_at() throws Exception {
    assertThat(known("/log-levels").body())
        .contains("{\"logger\":\"io.sluice\",\"level\":", "{\"logger\":\"org.apache.pekko\"");
    var refused = put("/log-levels/" + LOGGER, "{\"level\":\"debug\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("MANAGEMENT_READ_ONLY=false");
  }

  @Test
  void log_levels_are_set_where_that_is_allowed() throws Exception {
    var logger = LoggerFactory.getLogger(LOGGER);
    server = server("sluice.api-token = " + TOKEN, "sluice.management-read-only = false");
    assertThat(logger.isTraceEnabled()).isFalse();
    var set = put("/log-levels/" + LOGGER, "{\"level\":\"trace\"}");
    assertThat(set.body())
        .isEqualTo("{\"logger\":\"" + LOGGER + "\",\"level\":\"trace\",\"set\":true}");
    assertThat(logger.isTraceEnabled()).isTrue();
    assertThat(put("/log-levels/" + LOGGER, "{\"level\":\"warn\"}").statusCode()).isEqualTo(200);
    assertThat(logger.isInfoEnabled()).isFalse();
    refused("/log-levels/" + LOGGER, "{\"level\":\"loud\"}", 400, "off, error, warn, info");
    refused("/log-levels/" + LOGGER, "{\"level\"", 400, "no-json");
    refused("/log-levels/" + LOGGER, "", 400, "wrong-level");
    refused("/log-levels/io.sluice.nobody", "{\"level\":\"info\"}", 404, "unknown-logger");
    refused("/log-levels/ROOT", "{\"level\":\"info\"}", 404, "unknown-logger");
    refused("/log-levels/com.zaxxer.hikari", "{\"level\":\"info\"}", 404, "unknown-logger");
    refused("/log-levels", "{\"level\":\"info\"}", 405, "takes only GET");
    server.stop(Duration.ZERO).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private void refused(String path, String body, int status, String why) throws Exception {
    var response = put(path, body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(why);
  }
}
