package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.FilesBelow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The files of a form become a batch, or it is told why not; half a body becomes nothing. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
class PostFilesTest {
  private static final String TARGET = "/api/batches/files";
  private static final Path UPLOADS = ApiNode.data().resolve("uploads");

  private static List<JsonNode> files(Wire.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return StreamSupport.stream(tree(answer).get("files").spliterator(), false).toList();
  }

  /** Of forms and single files that were refused, nothing. */
  private static void assertNothingLeft() {
    Asking.await(
        () ->
            FilesBelow.of(UPLOADS).stream()
                .noneMatch(file -> file.toString().contains("refused me")));
    assertThat(parts()).isEmpty();
  }

  @Test
  void each_file_of_a_form_is_stored_and_told() throws IOException {
    var big = new byte[3_000_000];
    new Random(1).nextBytes(big);
    var answer =
        SentForm.of("b")
            .part("name=\"note\"", "no file".getBytes(StandardCharsets.UTF_8))
            .file("a.txt", "first of a form")
            .file("big.bin", big)
            .file("a.txt", "first of a form")
            .post("?name=a-form");
    var files = files(answer);
    assertThat(files).extracting(file -> file.get("part").asInt()).containsExactly(2, 3, 4);
    assertThat(files)
        .extracting(file -> file.get("name").asText())
        .containsExactly("a.txt", "big.bin", "a.txt");
    assertThat(files)
        .extracting(file -> file.get("state").asText())
        .containsExactlyInAnyOrder("done", "done", "duplicate");
    assertThat(
            column(
                "SELECT file_size FROM sluice.file_events JOIN sluice.batch ON batch.id = batch_id WHERE name = 'a-form' ORDER BY item"))
        .containsExactlyInAnyOrder("15", "3000000", "15");
    assertThat(Files.readAllBytes(ApiNode.data().resolve(files.get(1).get("storageUrl").asText())))
        .isEqualTo(big);
    assertThat(tree(answer).at("/batch/state").asText()).isEqualTo("completed");
  }

  @Test
  void of_a_name_only_the_last_part_stays() {
    var files =
        files(
            SentForm.of("b")
                .file("..\\..\\x", "1")
                .file("../../etc/y", "2")
                .file("C:\\a\\z.txt", "3")
                .file("tab\there", "4")
                .file("é".repeat(200) + ".jpeg", "5")
                .file("", "6")
                .file("..", "7")
                .file("a/", "8")
                .post(""));
    assertThat(files)
        .extracting(file -> file.get("name").asText())
        .containsExactly("x", "y", "z.txt", "tab_here", "é".repeat(125) + ".jpeg", "", "", "");
    assertThat(files.subList(5, 8))
        .allSatisfy(
            file -> {
              assertThat(file.get("state").asText()).isEqualTo("refused");
              assertThat(file.get("reason").asText()).isEqualTo("no-name");
            });
  }

  @Test
  void a_part_with_a_wrong_head_is_refused_and_the_others_are_stored() {
    var files =
        files(
            SentForm.of("b")
                .file("good 1", "left by a wrong head 1")
                .file("a\u0001b", "1")
                .part("name=\"file\"; filename=\"open", "2".getBytes(StandardCharsets.UTF_8))
                .file("a\u0000b", "3")
                .file("good 2", "left by a wrong head 2")
                .post(""));
    assertThat(files)
        .extracting(file -> file.get("state").asText() + " " + file.get("reason").asText("none"))
        .containsExactly(
            "done none",
            "refused broken-head",
            "refused broken-head",
            "refused broken-head",
            "done none");
    assertThat(files.get(1).get("detail").asText()).contains("control character");
    assertThat(files).extracting(file -> file.get("part").asInt()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void a_name_that_no_batch_can_have_is_told_before_anything_is_kept() {
    for (var name : List.of("1", "a/b", "%20a")) {
      var answer = SentForm.of("b").file("refused me", "1").post("?wait=0&name=" + name);
      assertThat(answer.status()).as(name).isEqualTo(400);
    }
    assertNothingLeft();
  }

  @Test
  void a_body_that_is_cut_in_its_last_part_stores_nothing() {
    long before = UploadFiles.batches();
    for (var body :
        List.of(
            SentForm.of("b").file("refused me", "1").openBytes(),
            SentForm.of("b").file("refused me", "1".repeat(5000)).file("b", "2").openBytes(),
            new byte[0])) {
      var answer = ask("POST", TARGET, body, SentForm.of("b").type());
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }
    assertThat(UploadFiles.batches()).isEqualTo(before);
    assertNothingLeft();
  }

  @Test
  void a_sender_that_goes_in_mid_body_stores_nothing() throws IOException {
    long before = UploadFiles.batches();
    var body = SentForm.of("b").file("a", "1").file("refused me", new byte[200_000]).bytes();
    try (var wire = new Wire(ApiNode.uri())) {
      wire.send(Wire.head(ApiNode.uri(), "POST", TARGET, List.of(SentForm.of("b").type()), body));
      wire.send(Arrays.copyOf(body, 100_000));
      Asking.await(() -> !parts().isEmpty());
    }
    Asking.await(() -> parts().isEmpty());
    assertThat(UploadFiles.batches()).isEqualTo(before);
    assertNothingLeft();
  }

  @Test
  void a_connection_that_is_half_open_is_given_up_after_a_while() throws IOException {
    long before = UploadFiles.batches();
    var token = "Authorization: Bearer " + ApiNode.TOKEN;
    var body = SentForm.of("b").file("a", "1").file("refused me", new byte[200_000]).bytes();
    var headers = List.of(SentForm.of("b").type(), token);
    for (var target : List.of("POST " + TARGET, "PUT /api/files/refused%20me")) {
      var words = target.split(" ");
      boolean form = words[0].equals("POST");
      try (var wire = new Wire(ApiNode.guarded())) {
        wire.send(
            Wire.head(
                ApiNode.guarded(), words[0], words[1], headers.subList(form ? 0 : 1, 2), body));
        wire.send(Arrays.copyOf(body, 1000));
        Asking.await(() -> !parts().isEmpty());
        assertThat(wire.headers().status()).as(target).isEqualTo(408);
      }
      Asking.await(() -> parts().isEmpty());
    }
    assertThat(UploadFiles.batches()).isEqualTo(before);
    assertNothingLeft();
  }

  private static List<Path> parts() {
    return UploadFiles.onTheirWay(UPLOADS);
  }

  @Test
  void ten_thousand_empty_parts_are_too_many() {
    var form = SentForm.of("b");
    for (int i = 0; i < 10_000; i++) {
      form.part("name=\"x\"", new byte[0]);
    }
    var answer = form.post("");
    assertThat(answer.status()).as(answer.text()).isEqualTo(413);
    assertThat(problem(answer)).isEqualTo("too-many-parts");
  }

  @Test
  void a_form_without_a_file_is_told_so() {
    var answer = SentForm.of("b").part("name=\"x\"", new byte[9]).file("", "").post("");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(problem(answer)).isEqualTo("no-files");
    var noForm = ask("POST", TARGET, new byte[9], "Content-Type: multipart/form-data");
    assertThat(noForm.status()).isEqualTo(400);
  }

  @Test
  void a_name_that_is_taken_leaves_nothing() {
    var first = SentForm.of("b").file("a", "1").post("?name=taken-form&wait=0");
    assertThat(first.status()).isEqualTo(201);
    var again = SentForm.of("b").file("refused me", "1").post("?name=taken-form");
    assertThat(problem(again)).isEqualTo("name-taken");
    assertNothingLeft();
  }

  @Test
  void too_much_is_refused_and_the_sender_sees_it() throws IOException {
    var body = SentForm.of("b").file("refused me", new byte[5_000_000]).bytes();
    var token = "Authorization: Bearer " + ApiNode.TOKEN;
    for (var target : List.of(TARGET, "/api/files/x")) {
      boolean form = target.equals(TARGET);
      var type = form ? SentForm.of("b").type() : Asking.BYTES_TYPE;
      var told =
          Wire.ask(ApiNode.guarded(), form ? "POST" : "PUT", target, List.of(token, type), body);
      assertThat(told.status()).isEqualTo(413);
      assertThat(problem(told)).isEqualTo("too-large");
    }
    var chunked = new ByteArrayOutputStream();
    for (int i = 0; i < 10; i++) {
      chunked.writeBytes("7a120\r\n".getBytes(StandardCharsets.US_ASCII));
      chunked.write(body, i * 500_000, 500_000);
      chunked.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    chunked.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    var untold =
        Wire.ask(
            ApiNode.guarded(),
            "POST",
            TARGET,
            List.of(token, SentForm.of("b").type(), "Transfer-Encoding: chunked"),
            chunked.toByteArray());
    assertThat(untold.status()).isEqualTo(413);
    assertNothingLeft();
  }

  @Test
  void who_asks_first_whether_it_may_send_need_not() throws IOException {
    try (var wire = new Wire(ApiNode.guarded())) {
      wire.send(
          Wire.head(
              ApiNode.guarded(),
              "PUT",
              "/api/files/x",
              List.of(
                  "Authorization: Bearer " + ApiNode.TOKEN,
                  "Expect: 100-continue",
                  "Content-Length: 5000000000"),
              new byte[0]));
      assertThat(wire.headers().status()).isEqualTo(413);
    }
  }
}
