package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node dies while files are sent to it: what was answered is stored, what was not leaves nothing,
 * and nothing is stored twice.
 */
class UploadCrashTest {
  private static final String FORM = "/api/batches/files?wait=0";
  private static final String FORM_TYPE = "multipart/form-data; boundary=b";
  private static final Point BEFORE_BATCH =
      new Point("before batch", "io.sluice.api.UploadBatches", "make", "AT ENTRY");

  /** From the last byte of a file in pieces to the end of what its sender waits for. */
  private static final List<Point> WHOLE_FILE =
      List.of(
          new Point("before its place", "io.sluice.api.DiskPieces", "place", "AT ENTRY"),
          new Point("in its place", "io.sluice.ledger.file.SentPieces", "noteWhole", "AT ENTRY"),
          BEFORE_BATCH,
          new Point("has a batch", "io.sluice.ledger.file.SentPieces", "noteBatch", "AT ENTRY"));

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Scene scene;

  private Path uploads() {
    return scene.images().resolve("uploads");
  }

  private List<Path> left() {
    return FilesBelow.of(uploads());
  }

  private LiveNode stoppingAt(Point point) {
    var rule = Rules.agent(directory, Rules.stop(point, "true", marker(point)));
    return LiveNode.start(scene.setup().withJvm(rule));
  }

  private Path marker(Point point) {
    return directory.resolve(point.name().replace(' ', '-'));
  }

  private static String form(String... contents) {
    var form = new StringBuilder();
    for (int i = 0; i < contents.length; i++) {
      form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
          .append("%s %d\"\r\n\r\n%s\r\n".formatted(contents[i], i, contents[i]));
    }
    return form + "--b--\r\n";
  }

  private CompletableFuture<HttpResponse<String>> send(
      LiveNode node, String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(node.api().resolve(path))
            .headers(headers)
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sendForm(LiveNode node, String... contents) {
    return send(node, "POST", FORM, form(contents), "Content-Type", FORM_TYPE);
  }

  private CompletableFuture<HttpResponse<String>> put(LiveNode node, String content) {
    return send(
        node,
        "PUT",
        "/api/files/%s?wait=0".formatted(content),
        content,
        "Content-Type",
        "application/octet-stream");
  }

  /** A request whose body is told to be longer than what is sent of it. */
  private static Socket open(LiveNode node, String first, String type, String body)
      throws IOException {
    var head =
        "%s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: 1000000\r\n\r\n"
            .formatted(first, node.api().getAuthority(), type);
    var socket = node.connect();
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  private List<String> stored() {
    return TestDatabase.query(
            scene.database(), "SELECT filename FROM sluice.file_events ORDER BY filename")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private long batches() {
    return scene.count("SELECT count(*) FROM sluice.batch");
  }

  @Test
  void what_was_not_answered_goes_after_a_day_and_is_stored_once_when_it_is_sent_again()
      throws IOException {
    scene = Scene.in(directory);
    try (var node = stoppingAt(BEFORE_BATCH);
        var form = open(node, "POST " + FORM, FORM_TYPE, form("cut").replace("--b--\r\n", ""));
        var file = open(node, "PUT /api/files/cut", "application/octet-stream", "cut")) {
      sendForm(node, "one", "two");
      put(node, "single");
      sendPiece(node, "half of it", 1000);
      // The first part of the form that is cut has its name when the next boundary has come.
      node.program().await("all of it", () -> left().size() == 6);
      assertThat(form.isConnected() && file.isConnected()).isTrue();
      node.program().await("a batch to be made", () -> Files.exists(marker(BEFORE_BATCH)));
      node.program().kill();
    }
    assertThat(batches()).isZero();
    try (var node = LiveNode.start(scene.setup())) {
      assertThat(left()).as("who was cut off may still be at work elsewhere").hasSize(6);
      for (var again : List.of(sendForm(node, "one", "two"), put(node, "single"))) {
        assertThat(again.join().statusCode()).isBetween(201, 202);
      }
      node.program().await("what was sent again", () -> stored().size() == 3);
      assertThat(stored()).containsExactly("one 0", "single", "two 1");
      assertThat(batches()).isEqualTo(2);
    }
    age();
    try (var node = LiveNode.start(scene.setup())) {
      node.program().await("the sweep", () -> left().isEmpty());
      node.program()
          .await(
              "the end of what expired",
              () -> scene.count("SELECT count(*) FROM sluice.sent_pieces") == 0);
      assertThat(stored()).hasSize(3);
    }
  }

  /** As if all that was sent had come two days ago. */
  private void age() throws IOException {
    TestDatabase.execute(
        scene.database(), "UPDATE sluice.sent_pieces SET expires_at = now() - interval '1 day'");
    var old = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    try (Stream<Path> all = Files.walk(uploads())) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.setLastModifiedTime(path, old);
      }
    }
  }

  @Test
  void what_was_answered_is_stored_once_though_the_node_dies_at_once() {
    scene = Scene.in(directory);
    try (var node = LiveNode.start(scene.setup())) {
      var form = sendForm(node, "one", "two", "three");
      var file = put(node, "single");
      assertThat(form.join().statusCode()).isEqualTo(201);
      assertThat(file.join().statusCode()).isBetween(201, 202);
      node.program().kill();
    }
    try (var node = LiveNode.start(scene.setup())) {
      node.program().await("all", () -> stored().size() == 4);
      node.program()
          .await(
              "the batches' ends",
              () ->
                  scene.count("SELECT count(*) FROM sluice.batch WHERE state = 'completed'") == 2);
      assertThat(stored()).containsExactly("one 0", "single", "three 2", "two 1");
    }
  }

  @Test
  void a_file_in_pieces_becomes_one_batch_wherever_the_node_dies_behind_its_last_byte() {
    scene = Scene.in(directory);
    for (int i = 0; i < WHOLE_FILE.size(); i++) {
      var point = WHOLE_FILE.get(i);
      try (var node = stoppingAt(point)) {
        var name = "file-" + i;
        sendPiece(node, name, name.length());
        int sent = i + 1;
        node.program()
            .await(
                point.name(),
                () ->
                    Files.exists(marker(point))
                        && scene.count(
                                "SELECT count(*) FROM sluice.sent_pieces WHERE received = length")
                            == sent);
        node.program().kill();
      }
    }
    try (var node = LiveNode.start(scene.setup())) {
      // Nobody asks for them any more.
      node.program().await("all", () -> stored().size() == WHOLE_FILE.size());
      node.program()
          .await(
              "what is noted",
              () ->
                  scene.count("SELECT count(DISTINCT batch_id) FROM sluice.sent_pieces")
                      == WHOLE_FILE.size());
      assertThat(stored()).containsExactly("file-0", "file-1", "file-2", "file-3");
      assertThat(batches()).isEqualTo(WHOLE_FILE.size());
      node.program().await("no file on its way", () -> left().isEmpty());
    }
  }

  /** Begins a file in pieces; what comes of it is its name. */
  private void sendPiece(LiveNode node, String name, int length) {
    var encoded = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    send(
        node,
        "POST",
        "/api/tus",
        name,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Length",
        "" + length,
        "Upload-Metadata",
        "filename " + encoded,
        "Content-Type",
        "application/offset+octet-stream");
  }
}
