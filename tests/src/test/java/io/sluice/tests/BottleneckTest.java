package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node at work tells what holds it up: a site that lets few requests through, a far database. */
class BottleneckTest {
  private static final Duration FAR = Duration.ofMillis(60);
  private static final int FILES = 6_000;

  @TempDir private Path directory;

  @Test
  void a_throttled_origin_and_then_a_database_that_is_far_away() throws IOException {
    var options = StandInOptions.defaults().withChannels(1).withMessages(2_000).withPhotoShare(0);
    try (var web = WebScene.in(directory, options);
        var proxy = Sick.proxy(web.scene().database(), FAR)) {
      TestDatabase.open(web.scene().database()).close();
      var setup =
          web.setup()
              .with(
                  "DATABASE_URL",
                  Sick.in(directory, web.scene().database()).behind(proxy).database().url())
              .with("TELEGRAM_PAGE_RATE", "1")
              .with("SOURCE_ROOTS", directory.toRealPath().toString());
      try (var node = LiveNode.start(setup)) {
        assertThat(cause(node)).isEqualTo("idle");
        long channel = node.add(Map.of("source", "@" + web.channel(1).name()));
        node.program()
            .await(
                "a node held up by its origin",
                () -> knob(node).equals("TELEGRAM_PAGE_RATE=2") && cause(node).equals("origin"));
        var status = setup.with("API_URL", node.api().toString());
        node.program()
            .await(
                "status to tell so",
                () -> {
                  var told = status.run("status").output();
                  return told.contains("bottleneck") && told.contains("TELEGRAM_PAGE_RATE=2");
                });
        node.post("/api/channels/" + channel + "/pause");
        node.submit(files());
        // A machine that is busy with other work is named before what it slows down.
        node.program()
            .await(
                "a node held up by its database",
                () ->
                    cause(node).equals("cpu")
                        || knob(node).equals("CONSUMER_BATCH_SIZE=100")
                            && cause(node).equals("database"));
      }
    }
  }

  private Path files() throws IOException {
    var made = Files.createDirectory(directory.resolve("files"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(made.resolve("file-" + i), "file " + i);
    }
    return made.toRealPath();
  }

  private static String cause(LiveNode node) {
    return node.get("/api/status").at("/bottleneck/cause").asText();
  }

  private static String knob(LiveNode node) {
    return node.get("/api/status").at("/bottleneck/knob").asText();
  }
}
