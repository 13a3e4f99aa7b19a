package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are sent once, as they were at one moment, and what was not sent is told. */
class FileUploadTest {
  @TempDir Path directory;
  private StandInNode node;
  private final Map<String, Path> files = new TreeMap<>();

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    for (int i = 0; i < 1200; i++) {
      write("file-" + i, "content " + i);
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void write(String name, String content) throws IOException {
    files.put(name, Files.writeString(directory.resolve(name), content));
  }

  private SentFiles send() throws IOException, InterruptedException {
    var found = files.entrySet().stream().toList();
    var api = new ApiClient(node.url(), null, null);
    return new FileUpload(api, "upload-1", new UploadProgress(null)).send(new Found(found));
  }

  /** What a walk would find. */
  private record Found(List<Map.Entry<String, Path>> files) implements FilesToSend {
    @Override
    public List<String> paths() {
      return List.of("");
    }

    @Override
    public List<String> lists() {
      return List.of();
    }

    @Override
    public String place() {
      return "here";
    }

    @Override
    public void each(Taker taker) throws IOException, InterruptedException {
      for (var file : files) {
        taker.take(file.getKey(), file.getValue());
      }
      taker.passOver("symbolic link", 2, false);
    }
  }

  @Test
  void what_is_there_is_not_sent_again_and_what_changed_is_whatever_its_time_says()
      throws Exception {
    var first = send();
    assertThat(first.inAll()).isEqualTo(1200);
    assertThat(first.notSent()).isEqualTo(Map.of("symbolic link", 2L));
    assertThat(first.lost()).isEmpty();
    assertThat(node.received).hasSize(1200).doesNotHaveDuplicates();

    node.received.clear();
    var file = files.get("file-7");
    var time = Files.getLastModifiedTime(file);
    write("file-7", "CONTENT 7");
    Files.setLastModifiedTime(file, time);
    var again = send();
    assertThat(node.received).containsExactly("file-7");
    assertThat(node.files.get("file-7")).asString().isEqualTo("CONTENT 7");
    assertThat(again.inAll()).isEqualTo(1200);
    assertThat(again.words()).contains("1 files sent", "1,199 were there already");
  }

  @Test
  void a_file_that_is_edited_while_it_is_sent_is_sent_again() throws Exception {
    var edited = new ArrayList<String>();
    node.onReceived =
        name -> {
          if (name.equals("file-7") && edited.isEmpty() || name.equals("file-8")) {
            edited.add(name);
            append(name);
          }
        };
    var sent = send();
    assertThat(node.files.get("file-7")).asString().isEqualTo("content 7 and more");
    assertThat(node.received.stream().filter("file-7"::equals)).hasSize(2);
    assertThat(node.received.stream().filter("file-8"::equals)).hasSize(3);
    assertThat(sent.lost()).isEqualTo(Map.of("changed", 1L));
    assertThat(sent.inAll()).isEqualTo(1199);
  }

  private void append(String name) {
    try {
      Files.writeString(files.get(name), " and more", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_is_gone_and_what_the_node_does_not_take_is_told() throws Exception {
    Files.delete(files.get("file-3"));
    node.refusedFile = "file-4";
    var sent = send();
    assertThat(sent.notSent())
        .isEqualTo(Map.of("symbolic link", 2L, "gone", 1L, "refused by the node", 1L));
    assertThat(sent.lost()).isEqualTo(Map.of("refused by the node", 1L));
    assertThat(sent.inAll()).isEqualTo(1198);
  }

  @Test
  void times_before_1970_and_after_all_ages_are_told_as_the_first_and_the_last() throws Exception {
    var file = files.get("file-1");
    Files.setLastModifiedTime(file, FileTime.fromMillis(-5));
    assertThat(FileState.of(file).millis()).isPositive();
    var state = new FileState(1, FileTime.fromMillis(-5), null);
    assertThat(state.millis()).isOne();
    assertThat(new FileState(1, FileTime.fromMillis(Long.MAX_VALUE), null).millis())
        .isEqualTo((1L << 53) - 1);
    assertThatThrownBy(() -> FileState.of(directory)).hasMessage("not a file");
  }

  @Test
  void a_node_that_goes_away_is_no_fault_of_a_file() {
    node.onReceived = name -> node.close();
    assertThatThrownBy(this::send).isInstanceOf(AwayException.class);
  }
}
