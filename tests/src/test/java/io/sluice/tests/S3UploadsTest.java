package io.sluice.tests;

import static io.sluice.tests.BucketNodes.content;
import static io.sluice.tests.BucketNodes.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is sent to one node is stored by all, though each has a disk of its own: it lies in the
 * bucket of the store, and nothing of it stays there.
 */
class S3UploadsTest {
  private static final int FORM = 20;
  private static final int MANY = 120;
  private static final String BYTES = "application/octet-stream";

  /** As in a {@code file:} address: names are bytes. */
  private static final List<String> ODD =
      List.of(
          ".hidden",
          "fo%FFo",
          "new%0Aline",
          "per%25cent",
          "que%3Fry%23",
          "a%20b+c",
          "back%5Cslash",
          "%D1%84%D0%B0%D0%B9%D0%BB",
          "%01",
          "deep/" + "d/".repeat(100) + "bottom");

  @TempDir private Path directory;

  private static byte[] form() {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < FORM; i++) {
      body.writeBytes(
          "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"form %d%%.bin\"\r\n\r\n"
              .formatted(i)
              .getBytes(StandardCharsets.US_ASCII));
      // One is larger than what is kept in memory as a whole.
      body.writeBytes(content(1000 + i, i == 7 ? 20_000_000 : 5000));
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    body.writeBytes("--cut--\r\n".getBytes(StandardCharsets.US_ASCII));
    return body.toByteArray();
  }

  private Path files() throws IOException {
    var source = Files.createDirectories(directory.resolve("Pictures"));
    for (int i = 0; i < MANY; i++) {
      write(source, "many/%d/%d".formatted(i % 9, i), content(i, 2000));
    }
    for (var odd : ODD) {
      write(source, odd, ("content of " + odd).getBytes(StandardCharsets.UTF_8));
    }
    return source;
  }

  private static void write(Path source, String escaped, byte[] content) throws IOException {
    var file = Path.of(URI.create(source.toUri() + escaped));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  static Stream<S3Server.Make> mock() {
    return S3Server.makes(S3Server.Make.S3MOCK);
  }

  @ParameterizedTest
  @MethodSource("mock")
  void forms_and_directories_that_one_node_takes_are_stored_by_both(S3Server.Make make)
      throws IOException {
    try (var nodes = BucketNodes.of(make, directory)) {
      try (var first = nodes.node(1);
          var second = nodes.node(2)) {
        var answer =
            BucketNodes.ask(
                first,
                "/api/batches/files?wait=60",
                "POST",
                form(),
                "Content-Type",
                "multipart/form-data; boundary=cut");
        assertThat(answer.statusCode())
            .as("%s%n%s", answer.body(), first.program().errors())
            .isEqualTo(201);
        assertThat(answer.body())
            .contains("form 19%.bin")
            .contains(hash(content(1007, 20_000_000)));
        var put =
            BucketNodes.ask(
                second, "/api/files/one", "PUT", content(-1, 12_000_000), "Content-Type", BYTES);
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        nodes
            .setup(1)
            .run("submit", "files", "--wait", "--name", "may", files().toString())
            .assertExit(0);
        assertThat(first.get("/api/batches/may").at("/counters/done").asLong())
            .isEqualTo(MANY + ODD.size());
        assertThat(
                nodes
                    .scene()
                    .count(
                        "SELECT count(DISTINCT node) FROM sluice.run WHERE entity LIKE 'chunk-%'"))
            .isEqualTo(2);
        nodes.awaitNoUploads();
        assertThat(directory.resolve("node-1/images/files")).doesNotExist();
      }
      var names =
          TestDatabase.query(nodes.scene().database(), "SELECT filename FROM sluice.file_events")
              .stream()
              .map(row -> row.get(0))
              .toList();
      assertThat(names)
          .contains("form 7%.bin", "one", ".hidden", "fo\uFFFDo", "new\nline", "per%cent")
          .contains("que?ry#", "a b+c", "back\\slash", "файл", "\u0001", "bottom", "119");
      nodes.assertStored(FORM + 1 + MANY + ODD.size());
    }
  }

  static Stream<S3Server.Make> proxy() {
    return S3Server.makes(S3Server.Make.S3PROXY);
  }

  @ParameterizedTest
  @MethodSource("proxy")
  void what_is_there_with_its_size_and_time_is_not_missing_nor_what_an_earlier_upload_has(
      S3Server.Make make) throws IOException {
    try (var nodes = BucketNodes.of(make, directory);
        var node = nodes.node(1)) {
      assertThat(missing(node, "some-upload-1")).contains("\"missing\":[0,1,2]");
      put(node, "some-upload-1/a%20b?modified=1000", 10);
      put(node, "some-upload-1/b?modified=2000", 20);
      assertThat(missing(node, "some-upload-1")).contains("\"missing\":[2]");
      assertThat(missing(node, "some-upload-2")).contains("\"missing\":[2]");
      put(node, "some-upload-2/b?modified=2001", 20);
      assertThat(missing(node, "some-upload-2")).contains("\"missing\":[1,2]");
      assertThat(node.get("/api/uploads/some-upload-2").at("/files/0/path").asText())
          .isEqualTo("a b");
      assertThat(node.get("/api/uploads/some-upload-2").get("files")).hasSize(2);
    }
  }

  private static void put(LiveNode node, String named, int length) {
    var words = named.split("[/?]");
    var path = "/api/uploads/%s?path=%s&%s".formatted(words[0], words[1], words[2]);
    var answer = BucketNodes.ask(node, path, "PUT", content(length, length), "Content-Type", BYTES);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static String missing(LiveNode node, String upload) {
    var seen =
        """
        {"files": [{"path": "a b", "size": 10, "modified": 1000},
          {"path": "b", "size": 20, "modified": 2000},
          {"path": "c", "size": 0, "modified": 3000}]}\
        """;
    return BucketNodes.ask(
            node,
            "/api/uploads/" + upload,
            "POST",
            seen.getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json")
        .body();
  }
}
