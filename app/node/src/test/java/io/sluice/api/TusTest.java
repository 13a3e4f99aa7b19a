package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is sent in pieces is stored once and right, however its pieces break off. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
class TusTest {
  private static final Path PARTS = ApiNode.data().resolve("uploads").resolve(Uploads.PARTS);

  private static byte[] random(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String begun(long length, String metadata) {
    var answer = TusSender.begin("/api/tus", length, metadata);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.header("Location");
  }

  private static Path part(String location) {
    return PARTS.resolve(location.substring(location.lastIndexOf('/') + 1));
  }

  /** The blob of a batch's only file. */
  private static byte[] stored(String batch) {
    Asking.await(() -> get("/api/batches/" + batch).get("state").asText().equals("completed"));
    var lines = ask("GET", "/api/batches/" + batch + "/results?format=jsonl", null).text();
    try {
      var path = Contract.JSON.readTree(lines).get("storage_url").asText();
      return Files.readAllBytes(ApiNode.data().resolve(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String batch(String location) {
    return tree(ask("GET", location, null, TusSender.VERSION)).get("batch").asText();
  }

  @Test
  void pieces_one_after_another_become_a_batch() {
    var bytes = random(300_000, 11);
    var location = begun(bytes.length, TusSender.named("..\\pieces.bin"));
    assertThat(TusSender.offset(location)).isZero();
    for (int at = 0; at < bytes.length; at += 100_000) {
      var answer = TusSender.send(location, at, Arrays.copyOfRange(bytes, at, at + 100_000));
      assertThat(answer.status()).as(answer.text()).isEqualTo(204);
      assertThat(answer.header("Upload-Offset")).isEqualTo("" + (at + 100_000));
    }
    assertThat(stored(batch(location))).isEqualTo(bytes);
    assertThat(
            get("/api/batches/%s/items".formatted(batch(location))).at("/items/0/address").asText())
        .endsWith("/pieces.bin");
  }

  @Test
  void what_has_come_of_a_piece_that_breaks_off_counts() throws IOException {
    var bytes = random(400_000, 12);
    var location = begun(bytes.length, TusSender.named("broken.bin"));
    try (var wire = new Wire(ApiNode.uri())) {
      wire.send(
          Wire.head(
              ApiNode.uri(),
              "PATCH",
              location,
              List.of(TusSender.VERSION, TusSender.PIECE, "Upload-Offset: 0"),
              bytes));
      wire.send(Arrays.copyOf(bytes, 150_000));
      Asking.await(() -> part(location).toFile().length() == 150_000);
    }
    Asking.await(() -> TusSender.offset(location) == 150_000);
    var rest = TusSender.send(location, 150_000, Arrays.copyOfRange(bytes, 150_000, bytes.length));
    assertThat(rest.status()).as(rest.text()).isEqualTo(204);
    assertThat(stored(batch(location))).isEqualTo(bytes);
  }

  @Test
  void a_connection_that_is_half_open_gives_way() throws IOException {
    var bytes = random(200_000, 13);
    var location = begun(bytes.length, TusSender.named("half.bin"));
    try (var wire = new Wire(ApiNode.uri())) {
      wire.send(
          Wire.head(
              ApiNode.uri(),
              "PATCH",
              location,
              List.of(TusSender.VERSION, TusSender.PIECE, "Upload-Offset: 0"),
              bytes));
      wire.send(Arrays.copyOf(bytes, 50_000));
      Asking.await(() -> part(location).toFile().length() == 50_000);
      var early = TusSender.send(location, 0, bytes);
      assertThat(early.status()).isEqualTo(409);
      assertThat(problem(early)).isEqualTo("wrong-offset");
      assertThat(TusSender.offset(location)).isEqualTo(50_000);
      var rest = TusSender.send(location, 50_000, Arrays.copyOfRange(bytes, 50_000, bytes.length));
      assertThat(rest.status()).as(rest.text()).isEqualTo(204);
    }
    assertThat(stored(batch(location))).isEqualTo(bytes);
  }

  @Test
  void a_connection_that_stays_half_open_is_given_up_and_what_has_come_counts() throws IOException {
    var bytes = random(20_000, 14);
    var location = begun(bytes.length, TusSender.named("idle.bin"));
    try (var wire = new Wire(ApiNode.guarded())) {
      wire.send(
          Wire.head(
              ApiNode.guarded(),
              "PATCH",
              location,
              List.of(
                  "Authorization: Bearer " + ApiNode.TOKEN,
                  TusSender.VERSION,
                  TusSender.PIECE,
                  "Upload-Offset: 0"),
              bytes));
      wire.send(Arrays.copyOf(bytes, 1_000));
      assertThat(wire.headers().status()).isEqualTo(408);
    }
    assertThat(TusSender.offset(location)).isEqualTo(1_000);
    var rest = TusSender.send(location, 1_000, Arrays.copyOfRange(bytes, 1_000, bytes.length));
    assertThat(rest.status()).as(rest.text()).isEqualTo(204);
    assertThat(stored(batch(location))).isEqualTo(bytes);
  }

  @Test
  void files_of_one_upload_become_one_batch_with_their_folders() {
    for (var path : List.of("a/x.txt", "../b/x.txt", "c%/x.txt")) {
      var metadata =
          "%s,batch %s,path %s"
              .formatted(
                  TusSender.named("x.txt"),
                  TusSender.encoded("tus-folder"),
                  TusSender.encoded(path));
      var location = begun(1, metadata);
      assertThat(TusSender.send(location, 0, new byte[] {'x'}).status()).isEqualTo(204);
      assertThat(tree(ask("GET", location, null, TusSender.VERSION)).get("batch").isNull())
          .isTrue();
    }
    var made =
        post(
            "/api/batches",
            "{\"kind\":\"files\",\"source\":{\"paths\":[\"upload:tus-folder\"],\"files\":3}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var items = "/api/batches/%s/items".formatted(tree(made).get("id").asText());
    Asking.await(() -> get(items).get("items").size() == 3);
    assertThat(get(items).get("items"))
        .extracting(item -> item.get("address").asText().replaceFirst(".*/tus-folder", ""))
        .containsExactlyInAnyOrder("/a/x.txt", "/b/x.txt", "/c%25/x.txt");
  }

  @Test
  void the_first_piece_may_come_with_the_beginning() {
    var bytes = "with creation".getBytes(StandardCharsets.UTF_8);
    var answer =
        ask(
            "POST",
            "/api/tus",
            bytes,
            TusSender.VERSION,
            TusSender.PIECE,
            "Upload-Length: " + bytes.length,
            "Upload-Metadata: " + TusSender.named("c.txt"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Offset")).isEqualTo("" + bytes.length);
    assertThat(stored(batch(answer.header("Location")))).isEqualTo(bytes);
  }

  @Test
  void an_empty_file_is_whole_at_once() {
    assertThat(stored(batch(begun(0, TusSender.named("empty"))))).isEmpty();
  }

  @Test
  void one_that_is_given_up_or_expired_is_gone() {
    var location = begun(10, TusSender.named("gone"));
    assertThat(ask("DELETE", location, null, TusSender.VERSION).status()).isEqualTo(204);
    assertThat(part(location)).doesNotExist();
    assertThat(TusSender.send(location, 0, new byte[10]).status()).isEqualTo(404);
    var old = begun(10, TusSender.named("old"));
    TestDatabase.execute(
        ApiNode.database(),
        "UPDATE sluice.sent_pieces SET expires_at = now() - interval '1 second' WHERE id = '%s'"
            .formatted(old.substring(old.lastIndexOf('/') + 1)));
    assertThat(ask("GET", old, null, TusSender.VERSION).status()).isEqualTo(404);
  }

  @Test
  void more_than_the_file_has_is_refused_and_what_fits_is_kept() {
    var location = begun(10, TusSender.named("more"));
    var answer = TusSender.send(location, 0, new byte[11]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(TusSender.send(location, 0, new byte[10]).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "filename",
        "filename ,",
        "filename Li4=",
        "filename $$$$",
        "filename /w==",
        "filename Zg==,filename Zg==",
        "filename Zg==,batch Zg=="
      })
  void what_is_no_metadata_is_told(String metadata) {
    var answer = TusSender.begin("/api/tus", 1, metadata);
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void too_large_and_another_version_are_told() {
    var large =
        Wire.ask(
            ApiNode.guarded(),
            "POST",
            "/api/tus",
            List.of(
                "Authorization: Bearer " + ApiNode.TOKEN,
                TusSender.VERSION,
                "Content-Length: 0",
                "Upload-Length: 1000001",
                "Upload-Metadata: " + TusSender.named("x")),
            null);
    assertThat(large.status()).isEqualTo(413);
    assertThat(problem(large)).isEqualTo("too-large");
    var other = ask("GET", begun(1, TusSender.named("x")), null, "Tus-Resumable: 0.2.2");
    assertThat(other.status()).isEqualTo(412);
  }
}
