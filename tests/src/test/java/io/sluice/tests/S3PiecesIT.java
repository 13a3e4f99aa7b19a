package io.sluice.tests;

import static io.sluice.tests.BucketNodes.content;
import static io.sluice.tests.BucketNodes.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file comes in pieces to nodes that have no disk in common, and of which one is killed: it is
 * whole and right, and nothing of it is left in the bucket but what is stored.
 */
class S3PiecesIT {
  private static final int LENGTH = 60_000_000;
  private static final int PIECE = 10_000_000;
  private static final int CUT = 27_000_000;
  private static final int SAFE = 8 << 20;

  @TempDir private Path directory;

  private static String begin(LiveNode node, int length) {
    return BucketNodes.ask(
            node,
            "/api/tus",
            "POST",
            new byte[0],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            "" + length,
            "Upload-Metadata",
            "filename YS5iaW4=")
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static int send(LiveNode node, String location, byte[] bytes, int from, int to) {
    return BucketNodes.ask(
            node,
            location,
            "PATCH",
            Arrays.copyOfRange(bytes, from, to),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            "" + from,
            "Content-Type",
            "application/offset+octet-stream")
        .statusCode();
  }

  private static int offset(LiveNode node, String location) {
    return Integer.parseInt(
        BucketNodes.ask(node, location, "HEAD", new byte[0], "Tus-Resumable", "1.0.0")
            .headers()
            .firstValue("Upload-Offset")
            .orElse("0"));
  }

  private static void assertIs(BucketNodes nodes, byte[] bytes) {
    assertThat(
            TestDatabase.query(
                nodes.scene().database(),
                "SELECT filename, encode(hash, 'hex'), file_size::text FROM sluice.file_events"))
        .containsExactly(List.of("a.bin", hash(bytes), "" + bytes.length));
    nodes.assertStored(1);
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void a_file_is_whole_though_a_node_is_killed_in_mid_piece(S3Server.Make make) throws Exception {
    var bytes = content(17, LENGTH);
    try (var nodes = BucketNodes.of(make, directory)) {
      try (var first = nodes.node(1);
          var second = nodes.node(2)) {
        var location = begin(first, LENGTH);
        assertThat(send(first, location, bytes, 0, PIECE)).isEqualTo(204);
        assertThat(send(second, location, bytes, PIECE, 2 * PIECE)).isEqualTo(204);
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
          Sluice.await(
              "what was sent", () -> noted(nodes) >= from + 3 * SAFE, BucketNodes.PATIENCE);
          second.program().kill();
        }
        Sluice.await("how far it is", () -> offset(first, location) > 0, BucketNodes.PATIENCE);
        int safe = offset(first, location);
        assertThat(safe).isBetween(from + 3 * SAFE, from + CUT);
        for (int at = safe; at < LENGTH; at = Math.min(LENGTH, at + PIECE)) {
          int to = Math.min(LENGTH, at + PIECE);
          int start = at;
          Sluice.await(
              "a piece",
              () -> send(first, location, bytes, start, to) == 204,
              BucketNodes.PATIENCE);
        }
        awaitStored(nodes);
      }
      assertIs(nodes, bytes);
    }
  }

  private static long noted(BucketNodes nodes) {
    return nodes.scene().count("SELECT received FROM sluice.sent_pieces");
  }

  private static void awaitStored(BucketNodes nodes) {
    Sluice.await(
        "its batch",
        () -> nodes.scene().count("SELECT count(*) FROM sluice.file_events") == 1,
        BucketNodes.PATIENCE);
    nodes.awaitNoUploads();
  }

  /** While its pieces are joined, when they are, and when the row says so. */
  static Stream<Point> steps() {
    return Stream.of(
        new Point("joining", "io.sluice.s3.DraftUpload", "finish", "AT ENTRY"),
        new Point("joined", "io.sluice.ledger.file.SentPieces", "noteWhole", "AT ENTRY"),
        new Point("noted", "io.sluice.api.ObjectPieces", "remove", "AT ENTRY"));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void a_file_is_stored_by_the_next_node_whenever_the_one_that_joins_it_is_killed(Point step)
      throws Exception {
    var bytes = content(18, 2 * PIECE);
    try (var nodes = BucketNodes.of(S3Server.Make.S3PROXY, directory)) {
      var marker = directory.resolve("marker");
      var location = new CompletableFuture<String>();
      // Pieces are no larger than a part, so that the first upload in parts is the whole.
      try (var first = nodes.node(1, Rules.stopAt(step, 1, marker, directory))) {
        var file = begin(first, bytes.length);
        location.complete(file);
        assertThat(send(first, file, bytes, 0, 7_000_000)).isEqualTo(204);
        assertThat(send(first, file, bytes, 7_000_000, 14_000_000)).isEqualTo(204);
        var last =
            CompletableFuture.runAsync(() -> send(first, file, bytes, 14_000_000, bytes.length));
        Sluice.await("the step", () -> Files.exists(marker), BucketNodes.PATIENCE);
        first.program().kill();
        assertThat(last.exceptionally(broken -> null)).succeedsWithin(BucketNodes.PATIENCE);
        assertThat(nodes.uploads()).isNotEmpty();
      }
      try (var second = nodes.node(2)) {
        assertThat(offset(second, location.join())).isEqualTo(bytes.length);
        awaitStored(nodes);
      }
      assertIs(nodes, bytes);
    }
  }
}
