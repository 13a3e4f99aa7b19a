package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.client.FilesToSend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users name becomes files under paths of their own, each once. */
class SourcesToSendTest {
  @TempDir Path directory;

  /** What was found, by the path under which it is sent. */
  private static final class Found implements FilesToSend.Taker {
    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, Long> passedOver = new TreeMap<>();

    @Override
    public void take(String path, Path file) {
      assertThat(files.put(path, file)).isNull();
    }

    @Override
    public void passOver(String reason, long count, boolean isLoss) {
      passedOver.put(reason + (isLoss ? ", lost" : ""), count);
    }
  }

  @BeforeEach
  void write() throws IOException {
    for (var file : List.of("a/x/1", "a/x/2", "b/x/1", "b/.%")) {
      Files.createDirectories(directory.resolve(file).getParent());
      Files.writeString(directory.resolve(file), file);
    }
    Files.createSymbolicLink(directory.resolve("a/link"), directory.resolve("b"));
  }

  private SourcesToSend sources(boolean followLinks, String... named) throws IOException {
    return SourcesToSend.of(
        Arrays.stream(named).map(directory::resolve).toList(), List.of(), followLinks);
  }

  private Found found(boolean followLinks, String... named) throws Exception {
    var found = new Found();
    sources(followLinks, named).each(found);
    return found;
  }

  @Test
  void a_file_is_sent_by_its_path_from_the_name_of_its_source_on() throws Exception {
    var found = found(false, "a");
    assertThat(found.files.keySet()).containsExactly("a/x/1", "a/x/2");
    assertThat(found.passedOver).isEqualTo(Map.of("symbolic link", 1L));
    assertThat(found(true, "a").files.keySet())
        .containsExactly("a/link/.%25", "a/link/x/1", "a/x/1", "a/x/2");
    assertThat(found(false, "b/.%").files.keySet()).containsExactly(".%25");
  }

  @Test
  void several_sources_are_numbered_and_what_is_in_another_one_is_sent_once() throws Exception {
    var found = found(false, "a/x", "b/x", "a/link/x", "b/x/1", "a/x");
    assertThat(found.files.keySet()).containsExactly("1/x/1", "1/x/2", "2/x/1");
    assertThat(found.files.get("2/x/1")).hasContent("b/x/1");
  }

  @Test
  void the_same_sources_are_one_place() throws IOException {
    assertThat(sources(false, "a").place())
        .isEqualTo(sources(false, "a/../a", "a/x").place())
        .isNotEqualTo(sources(true, "a").place())
        .isNotEqualTo(sources(false, "a", "b").place());
    assertThatThrownBy(() -> sources(false, "a", "none")).isInstanceOf(IOException.class);
  }
}
