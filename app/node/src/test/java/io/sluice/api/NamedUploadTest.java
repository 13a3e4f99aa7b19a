package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.await;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.count;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.put;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of any name are sent for batches, and each batch has its upload for itself. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
class NamedUploadTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final long AT = 1_700_000_000_123L;
  private static final Path UPLOADS = ApiNode.data().resolve("uploads");

  private static int send(String upload, String path, byte[] bytes, long modified) {
    var query = URLEncoder.encode(path, StandardCharsets.UTF_8);
    return put("/api/uploads/%s?path=%s&modified=%d".formatted(upload, query, modified), bytes)
        .status();
  }

  private static int send(String upload, String path) {
    return send(upload, path, BYTES, AT);
  }

  /** The places of those that are missing. */
  private static String missing(String upload, Object... files) {
    var list = new ArrayList<String>();
    for (int i = 0; i < files.length; i += 3) {
      list.add(
          "{\"path\":\"%s\",\"size\":%s,\"modified\":%s}"
              .formatted(files[i], files[i + 1], files[i + 2]));
    }
    var answer = post("/api/uploads/" + upload, "{\"files\":" + list + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return tree(answer).get("missing").toString();
  }

  private static String json(String path, long files) {
    return "{\"kind\":\"files\",\"source\":{\"paths\":[\"%s\"],\"files\":%d}}"
        .formatted(path, files);
  }

  private static Path at(String upload, String escaped) {
    return Path.of(URI.create(UPLOADS.resolve(upload).toUri().toString() + "/" + escaped));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".hidden",
        "fo%FFo",
        "new%0Aline",
        "per%25cent",
        "que?ry&a=b#c",
        "back\\slash",
        "...",
        "..x/.y",
        "a+b c",
        "%2E%2Ea",
        "Фото 📷.jpg",
        "%01%7F"
      })
  void a_name_is_bytes_and_kept_as_they_are(String path) throws IOException {
    assertThat(send("named-bytes", path)).isEqualTo(204);
    var escaped =
        path.chars().allMatch(c -> c < 128 && "?#&\\+ ".indexOf(c) < 0)
            ? path
            : URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
    assertThat(at("named-bytes", escaped)).hasBinaryContent(BYTES);
    assertThat(Files.getLastModifiedTime(at("named-bytes", escaped)).toMillis()).isEqualTo(AT);
    assertThat(missing("named-bytes", path.replace("\\", "\\\\"), 10, AT)).isEqualTo("[]");
  }

  @Test
  void the_longest_names_and_deep_directories_are_taken_and_no_more() {
    assertThat(send("named-long", "%FF".repeat(255))).isEqualTo(204);
    assertThat(send("named-long", "%FF".repeat(256))).isEqualTo(400);
    assertThat(send("named-long", "d/".repeat(204) + "f")).isEqualTo(204);
    assertThat(send("named-long", "d/".repeat(205) + "f")).isEqualTo(400);
    var name = "%FE".repeat(250) + "/";
    assertThat(send("named-long", name.repeat(15) + "f")).isEqualTo(204);
    assertThat(send("named-long", name.repeat(17) + "f")).isEqualTo(400);
    assertThat(UploadFiles.in(UPLOADS.resolve("named-long"))).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../x",
        "a/../x",
        "a/./x",
        "%2E%2E/x",
        "%2e%2e%2fx",
        "a%2F..%2F..%2Fx",
        "/x",
        "//x",
        "a//x",
        "a/",
        "%00",
        "a%00b",
        "a%",
        "a%2",
        "a%zz",
        "a%+1",
        "\uFFFD",
        "a%٣٣"
      })
  void no_path_leads_out_or_is_none(String path) {
    assertThat(send("named-out", path)).isEqualTo(400);
    assertThat(UPLOADS.resolve("named-out")).doesNotExist();
    for (var outside : List.of(UPLOADS, ApiNode.data(), Path.of("/"))) {
      assertThat(outside.resolve("x")).doesNotExist();
    }
  }

  @Test
  void a_path_must_be_given() {
    var answer = put("/api/uploads/named-none", BYTES);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(problem(answer)).isEqualTo("missing-parameter");
  }

  @Test
  void what_has_another_size_or_time_is_missing() {
    send("missing-one", "a/b");
    assertThat(missing("missing-one", "a/b", 10, AT, "a/b", 11, AT, "a/b", 10, AT + 1, "a", 10, AT))
        .isEqualTo("[1,2,3]");
    assertThat(
            post(
                    "/api/uploads/missing-one",
                    "{\"files\":[{\"path\":\"..\",\"size\":1,\"modified\":1}]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void of_what_there_is_no_room_for_nothing_is_to_be_sent() {
    var full =
        post(
            "/api/uploads/no-room-here",
            "{\"files\":[{\"path\":\"a\",\"size\":9007199254740991,\"modified\":1}]}");
    assertThat(full.status()).isEqualTo(507);
    assertThat(problem(full)).isEqualTo("no-space");
  }

  @Test
  void what_an_earlier_upload_of_the_same_source_has_is_taken_over_and_outlives_it()
      throws IOException {
    send("earlier-sent-1", "fo%FFo/a");
    send("earlier-sent-1", "gone");
    send("earlier-sent-1", "changed");
    send("earlier-other-1", "b");
    assertThat(missing("earlier-sent-2", "fo%FFo/a", 10, AT, "b", 10, AT, "changed", 10, AT + 1))
        .isEqualTo("[1,2]");
    assertThat(UploadFiles.in(UPLOADS.resolve("earlier-sent-2"))).hasSize(1);
    send("earlier-sent-2", "fo%FFo/a", new byte[3], AT);
    assertThat(at("earlier-sent-1", "fo%FFo/a")).as("each has its own").hasBinaryContent(BYTES);
  }

  @Test
  void a_batch_is_made_of_an_upload_and_of_that_alone() {
    for (var path : List.of(".a", "fo%FFo", "d/x")) {
      send("batch-of-upload", path, path.getBytes(StandardCharsets.UTF_8), AT);
    }
    var id = BatchRows.uploaded(json("upload:batch-of-upload", 3));
    assertThat(count("SELECT count(*) FROM sluice.file_events WHERE batch_id = " + id))
        .isEqualTo(3);
    assertThat(column("SELECT filename FROM sluice.file_events WHERE batch_id = " + id))
        .containsExactlyInAnyOrder(".a", "fo\uFFFDo", "x");
    assertThat(column("SELECT source ->> 'within' FROM sluice.batch WHERE id = " + id))
        .containsExactly("[\"" + UPLOADS.resolve("batch-of-upload").toUri() + "\"]");
    await(() -> !Files.exists(UPLOADS.resolve("batch-of-upload")));
  }

  @Test
  void a_single_file_of_an_upload_can_be_named() {
    send("file-of-upload", "one fo%FFo");
    send("file-of-upload", "other");
    var id = BatchRows.uploaded(json("upload:file-of-upload/one fo%FFo", 2));
    assertThat(column("SELECT filename FROM sluice.file_events WHERE batch_id = " + id))
        .containsExactly("one fo\uFFFDo");
  }

  @Test
  void an_upload_that_is_not_there_or_has_not_what_was_sent_makes_no_batch() {
    long before = UploadFiles.batches();
    var nothing = post("/api/batches", json("upload:not-there-yet", 1));
    assertThat(nothing.status()).isEqualTo(422);
    assertThat(problem(nothing)).isEqualTo("source-not-readable");
    send("differing-upload", "a");
    for (int files : List.of(0, 2)) {
      var other = post("/api/batches", json("upload:differing-upload", files));
      assertThat(other.status()).isEqualTo(409);
      assertThat(problem(other)).isEqualTo("upload-differs");
    }
    for (var path : List.of("upload:differing-upload/../x", "upload:differing-upload/")) {
      assertThat(post("/api/batches", json(path, 1)).status()).isEqualTo(400);
    }
    assertThat(UploadFiles.batches()).isEqualTo(before);
    assertThat(missing("empty-upload")).isEqualTo("[]");
    var id = BatchRows.uploaded(json("upload:empty-upload", 0));
    assertThat(count("SELECT count(*) FROM sluice.item WHERE batch_id = " + id)).isZero();
  }

  @Test
  void an_upload_is_of_one_batch_which_its_key_finds_again() {
    send("one-batch-only", "a");
    var json = json("upload:one-batch-only", 1).replaceFirst("}$", ",\"key\":\"once\"}");
    var first = post("/api/batches", json);
    assertThat(first.status()).isEqualTo(201);
    var other = post("/api/batches", json("upload:one-batch-only", 1));
    assertThat(other.status()).isEqualTo(409);
    assertThat(problem(other)).isEqualTo("upload-taken");
    await(() -> !Files.exists(UPLOADS.resolve("one-batch-only")));
    var again = post("/api/batches", json);
    assertThat(again.status()).as("also when the upload is gone").isEqualTo(200);
    assertThat(tree(again).get("id")).isEqualTo(tree(first).get("id"));
  }

  @Test
  void an_upload_stays_while_what_failed_in_its_batch_may_be_tried_again() {
    send("kept-for-retry", "a");
    send("kept-for-other", "a");
    var id = BatchRows.uploaded(json("upload:kept-for-retry", 1));
    TestDatabase.execute(
        ApiNode.database(), "UPDATE sluice.batch SET done = 0, failed = 1 WHERE id = " + id);
    BatchRows.uploaded(json("upload:kept-for-other", 1));
    await(() -> !Files.exists(UPLOADS.resolve("kept-for-other")));
    assertThat(UPLOADS.resolve("kept-for-retry/a")).exists();
    ask("DELETE", "/api/batches/" + id, null);
    await(() -> !Files.exists(UPLOADS.resolve("kept-for-retry")));
  }

  @Test
  void a_hundred_thousand_files_are_listed() throws IOException {
    int files = 100_000;
    var upload = UPLOADS.resolve("listed-files");
    for (int i = 0; i < files; i++) {
      var directory = upload.resolve("d" + i % 100);
      if (i < 100) {
        Files.createDirectories(directory);
      }
      Files.createFile(directory.resolve("quote\"" + i));
    }
    var paths = new ArrayList<String>();
    get("/api/uploads/listed-files").get("files").forEach(f -> paths.add(f.get("path").asText()));
    var made =
        IntStream.range(0, files)
            .mapToObj(i -> "d" + i % 100 + "/quote\"" + i)
            .collect(Collectors.toSet());
    assertThat(paths).hasSize(files);
    assertThat(new HashSet<>(paths).equals(made)).isTrue();
  }
}
