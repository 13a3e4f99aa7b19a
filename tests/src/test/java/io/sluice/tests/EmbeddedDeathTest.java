package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.EmbeddedServer;
import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PostgreSQL that Sluice brings dies under the work, with all of its processes. */
class EmbeddedDeathTest {
  private static final int MESSAGES = 1000;

  @TempDir private Path directory;

  private Path data;
  private Path images;
  private Sluice.Setup setup;

  @BeforeEach
  void prepare() {
    data = directory.resolve("data");
    images = directory.resolve("store");
    setup =
        new Sluice.Setup(
            directory, Map.of("BATCH_SIZE", "10", "IMAGE_DIR", images.toString()), List.of());
    // The first start in a directory takes long, and nobody waits for that here.
    EmbeddedServer.start(data).close();
  }

  @AfterEach
  void killServer() {
    var programs = data.resolve("postgres/programs").toString();
    ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").startsWith(programs))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private Path export(String title) throws IOException {
    var export = directory.resolve(title);
    SampleExport.write(
        export, new SampleOptions(1, MESSAGES, 50, 320, title.hashCode(), title, false));
    return export;
  }

  /** As the rows say; 0 while nobody answers. */
  private long messages() {
    try {
      return EmbeddedServer.running(data)
          .map(server -> TestDatabase.count(server, "SELECT count(*) FROM sluice.message"))
          .orElse(0L);
    } catch (IllegalStateException e) {
      return 0;
    }
  }

  @Test
  void what_works_on_it_goes_on_with_the_next_one_and_a_node_ends_when_there_is_none()
      throws IOException {
    var first = export("first");
    assertThatCollectGoesOn(first);
    try (var server = EmbeddedServer.start(data)) {
      ExportTruth.of(first).assertStoredOnce(server.address(), images);
    }
    try (var node = LiveNode.start(setup)) {
      assertThatItGoesOn(node, export("second"));
      assertThatItEnds(node.program());
    }
  }

  private void assertThatCollectGoesOn(Path export) {
    try (var collect = setup.start("collect", export.toString())) {
      for (int more : new int[] {50, 400}) {
        collect.await("rows", () -> messages() > more);
        killServer();
      }
      var ended = collect.end().assertExit(0);
      assertThat(ended.errors().split("has died and is started again", -1)).hasSize(3);
    }
  }

  private void assertThatItGoesOn(LiveNode node, Path export) {
    var program = node.program();
    long channel = node.add(Map.of("source", export.toString()));
    program.await("rows", () -> messages() > MESSAGES + 100);
    killServer();
    // It is back before anybody may have asked: unready for a third of a second.
    program.awaitLog("has died and is started again");
    program.await("to be ready", () -> node.probe("/ready") == 200);
    assertThat(node.probe("/alive")).isEqualTo(200);
    program.await("all to be read", () -> node.state(channel).equals("completed"));
    assertThat(messages()).isEqualTo(2 * MESSAGES);
  }

  private void assertThatItEnds(Sluice program) throws IOException {
    Files.writeString(data.resolve("postgres/data/PG_VERSION"), "16\n");
    killServer();
    assertThat(program.end().assertExit(5).errors())
        .contains("Nothing can be stored", "does not start again", "version 16");
  }
}
