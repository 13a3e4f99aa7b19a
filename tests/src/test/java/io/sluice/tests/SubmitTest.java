package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit}: works on a batch itself, or gives it to nodes that are at work. */
class SubmitTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private Path files(int files) throws IOException {
    var made = Files.createDirectories(directory.resolve("files"));
    for (int i = 0; i < files; i++) {
      Files.writeString(made.resolve("file-" + i), "content " + i);
    }
    return made;
  }

  private static JsonNode report(Sluice.Ended ended) throws IOException {
    return JSON.readTree(ended.output());
  }

  @Test
  void without_a_node_it_works_on_the_batch_itself_and_stores_each_content_once()
      throws IOException {
    var scene = Scene.in(directory);
    var files = files(50).toString();
    var first = report(scene.setup().run("submit", "files", "--json", files).assertExit(0));
    assertThat(first.get("state").asText()).isEqualTo("completed");
    assertThat(first.get("done").asLong())
        .isEqualTo(50)
        .isEqualTo(scene.count("SELECT count(*) FROM sluice.file"));
    var again = scene.setup().run("submit", "files", "--name", "again", files).assertExit(0);
    assertThat(again.output()).startsWith("again: completed: 50 listed, 0 stored, 50 duplicates");
    assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(50);
    var taken = scene.setup().run("submit", "files", "--name", "again", files).assertExit(1);
    assertThat(taken.errors()).contains("there is a batch with the name again already");
    assertThat(scene.setup().run("submit", "files", "--name", "12", files).exitCode()).isEqualTo(2);
  }

  @Test
  void nodes_that_are_at_work_get_the_batch_and_it_is_followed_if_that_is_wanted()
      throws IOException {
    var scene = Scene.in(directory);
    var files = files(50);
    var setup = scene.setup().with("SOURCE_ROOTS", files.toRealPath().toString());
    try (var node = LiveNode.start(setup)) {
      var given = setup.run("submit", "files", "--name", "may", files.toString()).assertExit(0);
      assertThat(given.output()).isEqualTo("may\n");
      assertThat(given.errors()).contains("Nodes of this database are at work");
      node.program()
          .await(
              "its end",
              () -> node.get("/api/batches/may").get("state").asText().equals("completed"));
      assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(50);
      var followed =
          report(setup.run("submit", "files", "--wait", "--json", files.toString()).assertExit(0));
      assertThat(followed.get("duplicates").asLong()).isEqualTo(50);
      var refused = setup.run("submit", "files", "--wait", "/no/such/place").assertExit(1);
      assertThat(refused.errors()).contains("The node may not read it", "SOURCE_ROOTS");
    }
  }

  /** Deeper than anybody reads, root included. */
  private Path withADirectoryTooDeep() throws IOException {
    var files = files(3);
    Files.createDirectories(files.resolve("d/".repeat(230)));
    Files.writeString(files.resolve("d/".repeat(230)).resolve("deepest"), "missing");
    return files;
  }

  @Test
  void a_batch_of_which_something_was_missed_is_never_called_whole() throws IOException {
    var scene = Scene.in(directory);
    var files = withADirectoryTooDeep();
    var words = "1 directory could not be read: what is below it is missing";
    var here = scene.setup().run("submit", "files", files.toString()).assertExit(1);
    assertThat(here.output()).contains("completed: 3 listed, 3 stored", words);
    assertThat(here.errors()).contains("cannot be read, so what is there is missing");
    assertThat(scene.count("SELECT missed FROM sluice.batch")).isOne();
    var setup = scene.setup().with("SOURCE_ROOTS", files.toRealPath().toString());
    try (var node = LiveNode.start(setup)) {
      var followed =
          report(setup.run("submit", "files", "--wait", "--json", files.toString()).assertExit(1));
      assertThat(followed.get("missed").asLong())
          .isOne()
          .isEqualTo(
              node.get("/api/batches/" + followed.get("batch").asText()).get("missed").asLong());
      assertThat(followed.get("failed").asLong()).isZero();
      assertThat(followed.get("state").asText()).isEqualTo("completed");
    }
  }

  @Test
  void at_ctrl_c_the_batch_stays_at_work_on_the_node() throws IOException {
    var scene = Scene.in(directory);
    var files = files(6_000);
    var setup = scene.setup().with("SOURCE_ROOTS", files.toRealPath().toString());
    try (var node = LiveNode.start(setup);
        var client = setup.start("submit", "files", "--wait", "--name", "may", files.toString())) {
      client.awaitLog("may: running");
      client.signal("INT");
      var ended = client.end().assertExit(130);
      assertThat(ended.errors()).contains("the batch stays at work on the nodes");
      node.program()
          .await(
              "its end",
              () -> node.get("/api/batches/may").get("state").asText().equals("completed"));
      assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(6_000);
    }
  }
}
