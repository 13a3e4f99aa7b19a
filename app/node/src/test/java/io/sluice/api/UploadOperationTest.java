package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.await;
import static io.sluice.api.Asking.count;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that are sent file by file arrive whole or not at all, and nowhere else. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
class UploadOperationTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final Path UPLOADS = ApiNode.data().resolve("uploads");

  private static List<String> files(String upload) {
    var found = new ArrayList<String>();
    get("/api/uploads/" + upload)
        .get("files")
        .forEach(file -> found.add(file.get("path").asText() + " " + file.get("size").asLong()));
    return found.stream().sorted().toList();
  }

  private static List<Path> parts() {
    return UploadFiles.onTheirWay(UPLOADS);
  }

  @Test
  void what_is_sent_is_for_the_owner_alone() throws IOException {
    put("/api/uploads/for-the-owner/photos/a.jpg", BYTES);
    var upload = UPLOADS.resolve("for-the-owner");
    for (var directory :
        List.of(UPLOADS, UPLOADS.resolve(".parts"), upload, upload.resolve("photos"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .as(directory.toString())
          .isEqualTo("rwx------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(upload.resolve("photos/a.jpg"))))
        .isEqualTo("rw-------");
  }

  @Test
  void nothing_is_kept_in_a_directory_that_took_the_place_of_the_nodes_own() throws IOException {
    var id = ApiNode.data().resolve("images/.id");
    var away = Files.move(id, id.resolveSibling(".id-away"));
    try {
      var answer =
          Wire.ask(
              ApiNode.uri(),
              "PUT",
              "/api/uploads/other-directory/photos/a.jpg",
              List.of(Asking.BYTES_TYPE),
              BYTES);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(problem(answer)).isEqualTo("storage-away");
      assertThat(UPLOADS.resolve("other-directory")).doesNotExist();
    } finally {
      Files.move(away, id);
    }
    assertThat(put("/api/uploads/other-directory/photos/a.jpg", BYTES).status()).isEqualTo(204);
  }

  @Test
  void an_export_sent_file_by_file_is_collected_also_after_a_cut() throws IOException {
    var export = ApiNode.export("Sent News", 2002);
    List<Path> files;
    try (var all = Files.walk(export)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    var target = "/api/uploads/sent-news-1/";
    var cut = files.get(0);
    try (var wire = new Wire(ApiNode.uri())) {
      wire.send(
          Wire.head(
              ApiNode.uri(),
              "PUT",
              target + export.relativize(cut),
              List.of(Asking.BYTES_TYPE, "Content-Length: " + Files.size(cut)),
              null));
      wire.send(Arrays.copyOf(Files.readAllBytes(cut), 1000));
      await(() -> !parts().isEmpty());
    }
    await(() -> parts().isEmpty());
    assertThat(files("sent-news-1")).as("what was cut is not there").isEmpty();
    var early = post("/api/channels", "{\"source\":\"upload:sent-news-1\"}");
    assertThat(early.status()).isEqualTo(422);

    for (var file : files) {
      assertThat(put(target + export.relativize(file), Files.readAllBytes(file)).status())
          .isEqualTo(204);
    }
    assertThat(files("sent-news-1")).hasSize(files.size());
    long id = Asking.collected("upload:sent-news-1");
    assertThat(count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id))
        .isEqualTo(240);
    assertThat(
            count(
                "SELECT count(*) FROM sluice.photo WHERE path IS NOT NULL AND channel_id = " + id))
        .isEqualTo(37);
    assertThat(Asking.collected("upload:sent-news-1")).isEqualTo(id);

    assertThat(ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
    assertThat(files("sent-news-1")).as("nobody is collected from it any more").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../../x",
        "%2e%2e/x",
        "..%2fx",
        "..%5cx",
        "a/../../y/x",
        ".parts/x",
        ".hidden",
        "a/.b",
        "%00",
        "a%00b",
        "a%2f..%2f..%2fx",
        "/..",
        "a%0ab",
        "1/2/3/4/5/6/7/8/9",
        ""
      })
  void no_file_has_a_name_that_leads_elsewhere_or_hides(String path) throws IOException {
    var answer = put("/api/uploads/traversal/" + path, BYTES);
    assertThat(answer.status()).isIn(400, 404, 405);
    assertThat(UPLOADS.resolve("traversal")).doesNotExist();
    assertThat(UPLOADS.resolve("y")).doesNotExist();
    assertThat(UPLOADS.resolve("x")).doesNotExist();
    assertThat(ApiNode.data().resolve("x")).doesNotExist();
    assertThat(parts()).isEmpty();
  }

  @Test
  void names_of_any_script_are_kept_and_too_long_ones_refused() {
    var name = "%D0%A4%D0%BE%D1%82%D0%BE%20%F0%9F%93%B7.jpg";
    assertThat(put("/api/uploads/any-script/photos/" + name, BYTES).status()).isEqualTo(204);
    assertThat(files("any-script")).containsExactly("photos/Фото 📷.jpg 10");
    assertThat(put("/api/uploads/any-script/" + "a".repeat(255), BYTES).status()).isEqualTo(204);
    assertThat(put("/api/uploads/any-script/" + "a".repeat(256), BYTES).status()).isEqualTo(400);
    assertThat(put("/api/uploads/any-script/" + "%F0%9F%93%B7".repeat(64), BYTES).status())
        .isEqualTo(400);
  }

  @Test
  void a_file_where_a_directory_is_needed_is_refused_and_the_other_way_round() {
    assertThat(put("/api/uploads/conflicts/a", BYTES).status()).isEqualTo(204);
    for (var path : List.of("a/b", "a/b/c")) {
      var answer = put("/api/uploads/conflicts/" + path, BYTES);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(problem(answer)).isEqualTo("name-taken");
    }
    assertThat(put("/api/uploads/conflicts/d/e", BYTES).status()).isEqualTo(204);
    assertThat(put("/api/uploads/conflicts/d", BYTES).status()).isEqualTo(409);
    assertThat(files("conflicts")).containsExactly("a 10", "d/e 10");
    assertThat(parts()).isEmpty();
  }

  @Test
  void an_empty_file_is_a_file() {
    assertThat(put("/api/uploads/empty-file/a", new byte[0]).status()).isEqualTo(204);
    assertThat(files("empty-file")).containsExactly("a 0");
  }

  @Test
  void a_length_must_be_told_and_be_true() throws IOException {
    var chunked = "5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    var answer =
        ask(
            "PUT",
            "/api/uploads/no-length/a",
            chunked,
            Asking.BYTES_TYPE,
            "Transfer-Encoding: chunked");
    assertThat(answer.status()).isEqualTo(411);
    for (var length : List.of("-1", "x", "99999999999999999999", "5, 6")) {
      var wrong =
          ask(
              "PUT",
              "/api/uploads/no-length/a",
              BYTES,
              Asking.BYTES_TYPE,
              "Content-Length: " + length);
      assertThat(wrong.status()).as(length).isEqualTo(400);
    }
    var huge =
        ask(
            "PUT",
            "/api/uploads/no-length/a",
            BYTES,
            Asking.BYTES_TYPE,
            "Content-Length: 9223372036854775807");
    assertThat(huge.status()).isEqualTo(507);
    try (var wire = new Wire(ApiNode.uri())) {
      wire.send(
          Wire.head(
              ApiNode.uri(),
              "PUT",
              "/api/uploads/no-length/short",
              List.of(Asking.BYTES_TYPE, "Content-Length: 4"),
              null));
      wire.send(BYTES);
      assertThat(wire.answer(false).status()).isEqualTo(204);
    }
    assertThat(files("no-length")).as("what is told counts").containsExactly("short 4");
  }

  @Test
  void what_is_announced_and_not_sent_takes_no_room_from_others() throws IOException {
    long free = Files.getFileStore(ApiNode.data()).getUsableSpace();
    var wires = new ArrayList<Wire>();
    try {
      for (int i = 0; i < 3; i++) {
        var wire = new Wire(ApiNode.uri());
        wires.add(wire);
        wire.send(
            Wire.head(
                ApiNode.uri(),
                "PUT",
                "/api/uploads/announced/" + i,
                List.of(Asking.BYTES_TYPE, "Content-Length: " + free / 2),
                null));
        wire.send(BYTES);
        int begun = i + 1;
        await(() -> parts().size() == begun);
      }
      assertThat(put("/api/uploads/announced/small", BYTES).status()).isEqualTo(204);
      var huge = List.of(Asking.BYTES_TYPE, "Content-Length: " + Long.MAX_VALUE);
      for (int i = 0; i < 3; i++) {
        var answer = ask("PUT", "/api/uploads/announced/huge", BYTES, huge.toArray(String[]::new));
        assertThat(answer.status()).as("they do not add up to less").isEqualTo(507);
      }
    } finally {
      for (var wire : wires) {
        wire.close();
      }
    }
    await(() -> parts().isEmpty());
    assertThat(files("announced")).containsExactly("small 10");
  }

  @Test
  void a_part_of_a_file_is_not_taken_for_the_file() {
    assertThat(put("/api/uploads/part-of-file/a", BYTES).status()).isEqualTo(204);
    var answer =
        ask(
            "PUT",
            "/api/uploads/part-of-file/a",
            new byte[4],
            Asking.BYTES_TYPE,
            "Content-Range: bytes 2-5/10");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(problem(answer)).isEqualTo("partial-put");
    assertThat(files("part-of-file")).containsExactly("a 10");
  }

  @Test
  void two_senders_of_one_file_leave_one_whole_file() {
    var sent =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          var bytes = new byte[300_000];
                          Arrays.fill(bytes, (byte) ('a' + i));
                          assertThat(put("/api/uploads/two-senders/a", bytes).status())
                              .isEqualTo(204);
                          files("two-senders");
                        }))
            .toList();
    sent.forEach(CompletableFuture::join);
    assertThat(UPLOADS.resolve("two-senders/a"))
        .satisfies(
            file -> {
              var bytes = Files.readAllBytes(file);
              assertThat(bytes).hasSize(300_000).containsOnly(bytes[0]);
            });
    assertThat(parts()).isEmpty();
  }

  @Test
  void a_sender_that_trickles_is_cut_off_and_leaves_nothing() throws IOException {
    URI server = ApiNode.guarded();
    for (var target : List.of("POST /api/channels", "PUT /api/uploads/trickles/a")) {
      try (var wire = new Wire(server)) {
        var words = target.split(" ");
        wire.send(
            Wire.head(
                server,
                words[0],
                words[1],
                List.of(
                    words[0].equals("PUT") ? Asking.BYTES_TYPE : Asking.JSON_TYPE,
                    "Authorization: Bearer " + ApiNode.TOKEN,
                    "Content-Length: 100000"),
                null));
        wire.send(BYTES);
        var answer = wire.answer(false);
        assertThat(answer.status()).isEqualTo(408);
        assertThat(Asking.CONTRACT.breach(words[0], words[1], "", answer)).isEmpty();
      }
    }
    await(() -> parts().isEmpty());
    JsonNode none = get("/api/uploads/trickles").get("files");
    assertThat(none).isEmpty();
  }
}
