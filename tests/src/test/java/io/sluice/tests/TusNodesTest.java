package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file comes in pieces to two nodes in turn, of which one is killed in mid piece. */
class TusNodesTest {
  private static final int LENGTH = 60_000_000;
  private static final int PIECE = 10_000_000;
  private static final int CUT = 27_000_000;
  private static final int STEP = 16 << 20;
  private static final List<String> VERSION = List.of("Tus-Resumable", "1.0.0");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private Sluice.Setup node(Scene scene, int number) throws IOException {
    var own = Files.createDirectories(directory.resolve("node-" + number));
    return new Sluice.Setup(own, scene.setup().environment(), List.of("-Xmx256m"))
        .with("DATA_DIR", own.toString())
        .with("IMAGE_DIR", directory.resolve("images").toString())
        .with("NODE_HOST", "127.0.0." + number);
  }

  private HttpResponse<String> ask(
      LiveNode node, String path, String method, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(node.api().resolve(path))
            .headers(Stream.concat(VERSION.stream(), Stream.of(headers)).toArray(String[]::new))
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int send(LiveNode node, String location, byte[] bytes, int from, int to) {
    return ask(
            node,
            location,
            "PATCH",
            Arrays.copyOfRange(bytes, from, to),
            "Upload-Offset",
            "" + from,
            "Content-Type",
            "application/offset+octet-stream")
        .statusCode();
  }

  /**
   * Sends the piece that is next. A piece whose answer is an error may be there nevertheless, in
   * part or whole, so that how far it is is asked each time, as a client of tus does.
   *
   * @return bytes that have arrived
   */
  private int sendsNext(LiveNode node, String location, byte[] bytes) {
    int from = offset(node, location);
    if (from < LENGTH) {
      send(node, location, bytes, from, Math.min(LENGTH, from + PIECE));
    }
    return from;
  }

  @Test
  void a_file_is_whole_and_right_though_a_node_is_killed_in_mid_piece() throws Exception {
    var scene = Scene.in(directory);
    var bytes = new byte[LENGTH];
    new Random(17).nextBytes(bytes);
    try (var first = LiveNode.start(node(scene, 1));
        var second = LiveNode.start(node(scene, 2))) {
      var location =
          ask(
                  first,
                  "/api/tus",
                  "POST",
                  new byte[0],
                  "Upload-Length",
                  "" + LENGTH,
                  "Upload-Metadata",
                  "filename YS5iaW4=")
              .headers()
              .firstValue("Location")
              .orElseThrow();
      assertThat(send(first, location, bytes, 0, PIECE)).isEqualTo(204);
      assertThat(send(second, location, bytes, PIECE, 2 * PIECE)).isEqualTo(204);
      var part =
          directory.resolve("images/uploads/.parts").resolve(location.replaceFirst(".*/", ""));
      int from = 2 * PIECE;
      try (var open = second.connect()) {
        var head =
            """
            PATCH %s HTTP/1.1\r
            Host: %s\r
            Tus-Resumable: 1.0.0\r
            Upload-Offset: %d\r
            Content-Type: application/offset+octet-stream\r
            Content-Length: %d\r
            \r
            """
                .formatted(location, second.api().getAuthority(), from, LENGTH - from);
        open.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        open.getOutputStream().write(bytes, from, CUT);
        open.getOutputStream().flush();
        Sluice.await("what was sent", () -> part.toFile().length() == from + CUT, PATIENCE);
        second.program().kill();
      }
      Sluice.await("how far it is", () -> offset(first, location) > 0, PATIENCE);
      int safe = offset(first, location);
      assertThat(safe).isBetween(from + STEP, from + CUT);
      Sluice.await("all pieces", () -> sendsNext(first, location, bytes) == LENGTH, PATIENCE);
      var batch = pieces(first, location).get("batch").asText();
      Sluice.await(
          "its batch",
          () -> first.get("/api/batches/" + batch).get("state").asText().equals("completed"),
          PATIENCE);
    }
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT encode(hash, 'hex'), size::text FROM sluice.file"))
        .containsExactly(List.of(hash, "" + LENGTH));
  }

  private JsonNode pieces(LiveNode node, String location) {
    try {
      return new ObjectMapper().readTree(ask(node, location, "GET", new byte[0]).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int offset(LiveNode node, String location) {
    return pieces(node, location).path("received").asInt();
  }
}
