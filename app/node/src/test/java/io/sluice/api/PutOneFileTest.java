package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.put;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A script puts one file, and is told where it is stored. */
@ExtendWith(ApiNode.class)
@ResourceLock(Asking.UPLOADS)
class PutOneFileTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_file_is_stored_once_and_its_place_told() throws IOException {
    var first = put("/api/files/a%20%C3%A9.txt", bytes("put me"));
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    var file = tree(first).at("/files/0");
    assertThat(file.get("name").asText()).isEqualTo("a é.txt");
    assertThat(file.get("hash").asText()).isEqualTo(sha("put me"));
    assertThat(file.get("size").asLong()).isEqualTo(6);
    assertThat(ApiNode.data().resolve(file.get("storageUrl").asText())).hasContent("put me");
    var again = put("/api/files/b.txt", bytes("put me"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(tree(again).at("/files/0/storageUrl")).isEqualTo(file.get("storageUrl"));
    var known =
        ask(
            "PUT",
            "/api/files/c.txt",
            bytes("put me"),
            Asking.BYTES_TYPE,
            "If-None-Match: \"%s\"".formatted(sha("put me")));
    assertThat(known.status()).isEqualTo(412);
    assertThat(known.text()).contains(file.get("storageUrl").asText());
  }

  private static String sha(String text) {
    try {
      return java.util.HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_length_need_not_be_told() {
    var answer =
        ask(
            "PUT",
            "/api/files/chunked.txt",
            bytes("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
            Asking.BYTES_TYPE,
            "Transfer-Encoding: chunked");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(tree(answer).at("/files/0/size").asLong()).isEqualTo(5);
  }

  @Test
  void a_body_that_is_cut_off_stores_nothing() throws IOException {
    long before = UploadFiles.batches();
    var uploads = ApiNode.data().resolve("uploads");
    for (var headers :
        List.of(List.of("Content-Length: 500000"), List.of("Transfer-Encoding: chunked"))) {
      try (var wire = new Wire(ApiNode.uri())) {
        wire.send(Wire.head(ApiNode.uri(), "PUT", "/api/files/cut", headers, new byte[0]));
        wire.send(bytes("3\r\nabc\r\nffff\r\n" + "f".repeat(1000)));
        Asking.await(() -> !UploadFiles.onTheirWay(uploads).isEmpty());
      }
      Asking.await(() -> UploadFiles.onTheirWay(uploads).isEmpty());
    }
    assertThat(UploadFiles.batches()).isEqualTo(before);
  }

  @Test
  void what_is_no_name_or_no_hash_is_told() {
    var name = put("/api/files/%2E%2E%5C", bytes("x"));
    assertThat(name.status()).isEqualTo(400);
    var hash = ask("PUT", "/api/files/x", bytes("x"), Asking.BYTES_TYPE, "If-None-Match: *");
    assertThat(problem(hash)).isEqualTo("wrong-header");
  }
}
