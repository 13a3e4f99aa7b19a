package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sweep that is asked for is done, and told. */
@ExtendWith(ApiNode.class)
class SweepTest {
  private static final String HASH = "ab".repeat(32);

  @Test
  void files_of_which_no_row_tells_go_when_it_is_asked_for() throws IOException {
    BatchRows.uploaded(BatchRows.json(BatchRows.files(3)));
    var told = column("SELECT path FROM sluice.file");
    var stray = stray("", Duration.ofHours(2));
    var picture = stray(".jpg", Duration.ofMinutes(2));

    var begun = ask("POST", "/api/sweep", null);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(tree(begun).get("state").asText()).isEqualTo("running");
    Asking.await(() -> get("/api/sweep").get("state").asText().equals("ended"));
    assertThat(stray).doesNotExist();
    assertThat(picture).exists();
    var ended = get("/api/sweep");
    assertThat(ended.get("leastAgeSeconds").asLong()).isEqualTo(3600);
    assertThat(ended.get("removed").asLong()).isOne();
    assertThat(ended.get("bytes").asLong()).isEqualTo("stray".length());
    assertThat(ended.get("files").asLong()).isGreaterThanOrEqualTo(told.size() + 2L);
    assertThat(ended.get("progress").asDouble()).isEqualTo(1);
    assertThat(ended.get("problem").isNull()).isTrue();

    ask("POST", "/api/sweep?leastAgeSeconds=60", null);
    Asking.await(() -> get("/api/sweep").get("state").asText().equals("ended"));
    assertThat(picture).doesNotExist();
    assertThat(told).hasSizeGreaterThan(2).allSatisfy(path -> assertThat(store(path)).exists());
  }

  @Test
  void no_other_age_is_taken_than_described() {
    for (var age : new String[] {"-1", "2592001", "1h", ""}) {
      var refused = ask("POST", "/api/sweep?leastAgeSeconds=" + age, null);
      assertThat(refused.status()).as(age).isEqualTo(400);
      assertThat(problem(refused)).isEqualTo("wrong-parameter");
    }
  }

  private static Path store(String key) {
    return ApiNode.data().resolve(key);
  }

  private static Path stray(String end, Duration age) throws IOException {
    var file = store("files/ab/" + HASH + end);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "stray");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }
}
