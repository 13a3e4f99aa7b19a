package io.sluice.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleExportTest {
  @TempDir private Path dir;

  @Test
  void the_same_seed_gives_the_same_bytes() throws IOException {
    var first = Exported.write(dir.resolve("first"), options(2, 80, 20, 7)).files();
    var second = Exported.write(dir.resolve("second"), options(2, 80, 20, 7)).files();

    assertThat(first).hasSize(41).isEqualTo(second);
  }

  @Test
  void another_seed_gives_other_texts_and_other_pictures() throws IOException {
    var first = Exported.write(dir.resolve("first"), options(1, 30, 8, 7));
    var second = Exported.write(dir.resolve("second"), options(1, 30, 8, 8));

    assertThat(first.json()).isNotEqualTo(second.json());
    assertThat(first.files().values()).doesNotContainAnyElementsOf(second.files().values());
  }

  @Test
  void every_picture_differs_from_the_others() throws IOException {
    var files = Exported.write(dir, options(2, 60, 20, 7)).files();

    assertThat(files.values()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "50, 0", "50, 1", "50, 20", "50, 49", "400, 37"})
  void holds_as_many_messages_and_photos_as_were_asked_for(int messages, int photos)
      throws IOException {
    var export = Exported.write(dir, options(1, messages, photos, 3));

    assertThat(export.messages()).hasSize(messages);
    assertThat(export.photos()).hasSize(photos);
    assertThat(export.files()).hasSize(photos + 1);
  }

  @Test
  void tells_what_was_written() throws IOException {
    var summary = SampleExport.write(dir, options(2, 40, 6, 3));

    var bytes = 0L;
    for (var file : Exported.read(dir).files().keySet()) {
      bytes += Files.size(dir.resolve(file));
    }
    assertThat(summary).isEqualTo(new SampleExport.Summary(2, 80, 12, bytes));
  }

  @Test
  void several_channels_make_a_full_export() throws IOException {
    var export = Exported.write(dir, options(3, 30, 4, 3));

    var chats = Exported.list(export.json().at("/chats/list"));
    assertThat(chats).hasSize(3);
    assertThat(chats).extracting(chat -> chat.path("id").asLong()).doesNotHaveDuplicates();
    assertThat(chats).extracting(chat -> chat.path("name").asText()).doesNotHaveDuplicates();
    for (var i = 0; i < 3; i++) {
      var folder = "chats/chat_0" + (i + 1) + "/photos/";
      var photos = Exported.list(chats.get(i).path("messages"));
      photos = photos.stream().filter(message -> message.has("photo")).toList();
      assertThat(photos).hasSize(4);
      assertThat(photos)
          .allSatisfy(photo -> assertThat(photo.path("photo").asText()).startsWith(folder))
          .allSatisfy(photo -> assertThat(export.file(photo)).exists());
    }
  }

  @Test
  void ids_and_times_ascend_and_answers_name_earlier_messages() throws IOException {
    var messages = Exported.write(dir, options(1, 2_000, 0, 3)).messages();

    assertThat(messages)
        .extracting(message -> message.path("id").asLong())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(messages)
        .extracting(message -> Long.parseLong(message.path("date_unixtime").asText()))
        .isSorted();
    var ids = messages.stream().map(message -> message.path("id").asLong()).toList();
    var answers = messages.stream().filter(message -> message.has("reply_to_message_id")).toList();
    assertThat(answers)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            answer ->
                assertThat(ids.subList(0, ids.indexOf(answer.path("id").asLong())))
                    .contains(answer.path("reply_to_message_id").asLong()));
  }

  @Test
  void every_kind_of_message_turns_up() throws IOException {
    var messages = Exported.write(dir, options(1, 2_000, 0, 3)).messages();

    assertThat(messages)
        .anyMatch(message -> message.path("action").asText().equals("pin_message"))
        .anyMatch(message -> message.path("media_type").asText().equals("video_file"))
        .anyMatch(message -> message.path("media_type").asText().equals("voice_message"))
        .anyMatch(message -> message.has("poll"))
        .anyMatch(message -> message.has("edited") && message.path("edited_unixtime").isTextual())
        .anyMatch(message -> message.has("forwarded_from"))
        .anyMatch(message -> message.path("text").isArray());
    assertThat(messages.get(0).path("action").asText()).isEqualTo("create_channel");
  }

  @Test
  void an_album_is_neighbours_of_one_second() throws IOException {
    var photos = Exported.write(dir, options(1, 60, 30, 3)).photos();

    var seconds = photos.stream().map(SampleExportTest::second).distinct().count();
    assertThat(seconds).isBetween(5L, 25L);
  }

  private static String second(JsonNode message) {
    return message.path("date_unixtime").asText();
  }

  private static SampleOptions options(int channels, int messages, int photos, long seed) {
    return new SampleOptions(channels, messages, photos, 64, seed, "Harbour News", false);
  }
}
