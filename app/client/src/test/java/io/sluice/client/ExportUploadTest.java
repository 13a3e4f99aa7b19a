package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.terminal.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what the process prints")
class ExportUploadTest {
  @TempDir Path directory;
  private StandInNode node;
  private Path export;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.readsPaths = false;
    export = Files.createDirectories(directory.resolve("export"));
    Files.createDirectories(export.resolve("chats/chat_01/photos"));
    Files.createDirectories(export.resolve("photos"));
    for (int i = 0; i < 8; i++) {
      Files.writeString(export.resolve("photos/photo_" + i + "@1.jpg"), "picture " + i);
    }
    Files.writeString(export.resolve("chats/chat_01/photos/a b%.jpg"), "in a chat");
    Files.writeString(export.resolve("photos/photo_0@1.jpg_thumb.jpg"), "not named");
    Files.writeString(directory.resolve("secret.jpg"), "not of the export");
    Files.createSymbolicLink(export.resolve("photos/link.jpg"), directory.resolve("secret.jpg"));
    var json = new StringBuilder("{\"messages\": [");
    for (int i = 0; i < 8; i++) {
      json.append("{\"id\": 1, \"photo\": \"photos/photo_" + i + "@1.jpg\"},");
    }
    json.append(
        """
        {"photo": "chats/chat_01/photos/a b%.jpg"}, {"photo": "photos/link.jpg"},
        {"photo": "../secret.jpg"}, {"photo": "photos/gone.jpg"}, {"photo": 5},
        {"photo": "(File not included. Change data exporting settings to download.)"},
        {"photo": "photos/photo_1@1.jpg", "file": "photos/photo_0@1.jpg_thumb.jpg"}]}\
        """);
    Files.writeString(export.resolve("result.json"), json);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Captured add(Path source) {
    return ClientProgram.run(
        "channel", "add", source.toString(), "--limit=3", "--url=" + node.url());
  }

  @Test
  void an_export_that_the_node_reads_is_not_sent() throws IOException {
    node.readsPaths = true;
    assertThat(add(export).exitCode()).isZero();
    assertThat(node.received).isEmpty();
    var request = node.added.get(0);
    var result = export.resolve("result.json");
    assertThat(request.path("source").asText()).isEqualTo(result.toString());
    assertThat(request.path("file").path("size").asLong()).isEqualTo(Files.size(result));
    assertThat(request.path("file").path("modified").asLong())
        .isEqualTo(Files.getLastModifiedTime(result).toMillis());
  }

  @Test
  void what_belongs_to_an_export_is_sent_with_its_result_last() throws IOException {
    var program = add(export);
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    assertThat(node.received)
        .hasSize(10)
        .contains("photos/photo_7@1.jpg", "chats/chat_01/photos/a b%.jpg")
        .doesNotHaveDuplicates()
        .endsWith("result.json");
    assertThat(node.files.get("chats/chat_01/photos/a b%.jpg")).asString().isEqualTo("in a chat");
    assertThat(node.files.get("result.json"))
        .isEqualTo(Files.readAllBytes(export.resolve("result.json")));
    var request = node.added.get(1);
    assertThat(request.path("source").asText()).matches("upload:[a-z0-9-]{8,64}");
    assertThat(request.path("limit").asInt()).isEqualTo(3);
    assertThat(request.has("file")).isFalse();
  }

  @Test
  void an_interrupted_upload_is_finished_by_repeating_it() {
    node.refusedFile = "photos/photo_5@1.jpg";
    var interrupted = add(export);
    assertThat(interrupted.exitCode()).isEqualTo(1);
    assertThat(interrupted.err()).contains("the disk is full");
    assertThat(node.received).doesNotContain("result.json");

    node.refusedFile = "";
    var before = node.received.size();
    assertThat(add(export.resolve("result.json")).exitCode()).isZero();
    assertThat(node.received)
        .hasSize(10)
        .hasSizeGreaterThan(before)
        .doesNotHaveDuplicates()
        .endsWith("result.json");
  }

  @Test
  void what_is_there_whole_is_not_sent_again_and_what_changed_is() throws IOException {
    add(export);
    node.received.clear();
    assertThat(add(export).exitCode()).isZero();
    assertThat(node.received).isEmpty();
    Files.writeString(export.resolve("photos/photo_2@1.jpg"), "another picture");
    assertThat(add(export).exitCode()).isZero();
    assertThat(node.received).containsExactly("photos/photo_2@1.jpg", "result.json");
  }

  @Test
  void an_export_that_is_cut_off_is_sent_with_what_it_names() throws IOException {
    Files.writeString(
        export.resolve("result.json"),
        "{\"messages\": [{\"photo\": \"photos/photo_3@1.jpg\"}, {\"");
    assertThat(add(export).exitCode()).isZero();
    assertThat(node.received).containsExactly("photos/photo_3@1.jpg", "result.json");
  }

  @Test
  void a_path_that_is_not_here_is_left_to_the_node_if_it_is_whole() {
    assertThat(add(Path.of("/on/the/node")).exitCode()).isZero();
    assertThat(node.added.get(0).path("source").asText()).isEqualTo("/on/the/node");
    var program = add(Path.of("not/here"));
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).contains("not/here", "name an export's directory");
    assertThat(node.added).hasSize(1);
  }

  @Test
  void the_upload_of_a_path_is_always_the_same() {
    var path = "/srv/export/result.json";
    assertThat(Upload.id(path)).isEqualTo(Upload.id(path)).matches("[a-z0-9-]{8,64}");
    assertThat(Upload.id(path)).isNotEqualTo(Upload.id("/srv/export2/result.json"));
  }

  @Test
  void photos_of_rich_messages_and_behind_what_is_malformed_are_sent_too() throws IOException {
    Files.writeString(export.resolve("photos/rich.jpg"), "rich");
    Files.writeString(export.resolve("photos/poster.jpg"), "poster");
    Files.writeString(export.resolve("photos/last.jpg"), "last");
    Files.writeString(
        export.resolve("result.json"),
        """
        {"messages": [
         {"id": 1, "type": "message", "text": "\\x0B", "rich_message": {"blocks": [
          {"type": "cover", "block": {"type": "photo", "photo": "photos/rich.jpg"}},
          {"type": "embed", "poster_photo": "photos/poster.jpg"}]}},
         {"id": 2, "type": "message", "text": "an "open" question"},
         {"id": 3, "type": "message", "photo": "photos/last.jpg"}
        ]}
        """);
    assertThat(add(export).exitCode()).isZero();
    assertThat(node.received)
        .containsExactlyInAnyOrder(
            "photos/rich.jpg", "photos/poster.jpg", "photos/last.jpg", "result.json");
  }
}
