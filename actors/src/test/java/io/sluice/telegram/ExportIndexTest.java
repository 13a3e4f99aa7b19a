package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.channel.Offer;
import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportIndexTest {
  private static final String FULL =
      """
      {
       "about": "Here is the data you requested.",
       "personal_information": {
        "user_id": 7,
        "first_name": "Ann",
        "messages": [1]
       },
       "contacts": { "about": "", "list": [ { "id": 1, "messages": [] } ] },
       "chats": {
        "about": "This page lists all chats",
        "list": [
         {
          "name": "Ben",
          "type": "personal_chat",
          "id": 11,
          "messages": [ { "id": 1, "type": "message", "name": "not the chat's" } ]
         },
         {
          "type": "saved_messages",
          "id": 7,
          "messages": []
         },
         {
          "messages": [ { "id": 5, "chats": { "list": [] } } ],
          "id": "12",
          "type": "private_supergroup",
          "name": "Back to front"
         }
        ]
       },
       "left_chats": {
        "list": [
         { "name": null, "type": "private_group", "id": 11, "messages": [ ] }
        ]
       }
      }
      """;

  @TempDir Path directory;

  @Test
  void finds_the_chat_of_a_single_export_given_its_directory_or_its_file() throws IOException {
    var file = Exports.write(directory, Exports.channel(Exports.message(1, "one")));

    for (var typed : List.of(directory, file)) {
      var index = ExportIndex.of(typed, ExportBounds.NONE);

      assertThat(index.damage()).isNull();
      assertThat(index.chats())
          .singleElement()
          .satisfies(
              chat -> {
                assertThat(chat.identity()).isEqualTo("telegram:channel:1234567890");
                assertThat(chat.name()).isEqualTo("Город и мир 🌍");
                assertThat(chat.type()).isEqualTo("public_channel");
                assertThat(chat.file().path()).isEqualTo(file);
                assertThat(byteAt(file, chat.start())).isEqualTo('[');
              });
    }
  }

  @Test
  void finds_all_chats_of_a_full_export_the_left_ones_last() throws IOException {
    var file = Exports.write(directory, FULL);

    var index = ExportIndex.of(file, ExportBounds.NONE);

    assertThat(index.chats())
        .extracting(ExportChat::identity)
        .containsExactly(
            "telegram:user:11", "telegram:user:7", "telegram:channel:12", "telegram:chat:11");
    assertThat(index.chats())
        .extracting(ExportChat::name)
        .containsExactly("Ben", "chat 7", "Back to front", "chat 11");
    for (var chat : index.chats()) {
      assertThat(byteAt(file, chat.start())).isEqualTo('[');
      assertThat(byteAt(file, chat.end() - 1)).isEqualTo(']');
    }
    assertThat(index.chat("telegram:channel:12")).contains(index.chats().get(2));
    assertThat(index.chat("telegram:channel:11")).isEmpty();
  }

  @Test
  void stops_a_single_export_at_its_first_message() throws IOException {
    Exports.write(directory, Exports.channel("this is where JSON ends"));

    assertThat(ExportIndex.of(directory, ExportBounds.NONE).damage()).isNull();

    Exports.write(directory, "{\"type\": \"saved_messages\", \"id\": 7, \"messages\": [ this too");
    assertThat(ExportIndex.of(directory, ExportBounds.NONE).damage()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'messages': [{'id': 1, 'name': 'no'}], 'id': 3, 'type': 'bot_chat', 'name': 'Bot'}",
        "{'id': 3, 'type': 'bot_chat', 'messages': [{'id': 1, 'name': 'no'}], 'name': 'Bot'}",
        "{'name': 'Bot', 'type': 'bot_chat', 'messages': [{'id': 1}], 'id': '3'}",
        "{'name': 'Bot', 'id': 3, 'messages': [{'type': 'message'}], 'type': 'bot_chat'}",
      })
  void reads_on_for_keys_behind_the_messages(String json) throws IOException {
    Exports.write(directory, json.replace('\'', '"'));

    assertThat(ExportIndex.of(directory, ExportBounds.NONE).chats())
        .extracting(ExportChat::name, ExportChat::identity)
        .containsExactly(tuple("Bot", "telegram:user:3"));
  }

  @Test
  void places_are_right_behind_a_byte_order_mark() throws IOException {
    var file = Exports.write(directory, "\uFEFF" + Exports.channel(Exports.message(1, "one")));

    assertThat(byteAt(file, ExportIndex.of(file, ExportBounds.NONE).chats().get(0).start()))
        .isEqualTo('[');
  }

  @Test
  void a_cut_off_export_gives_the_chats_before_the_cut_wherever_it_is() throws IOException {
    var whole = FULL.strip();
    var starts = new int[4];
    for (int i = 0, from = whole.indexOf("\"chats\""); i < 4; i++) {
      from = whole.indexOf("\"messages\": [", from) + "\"messages\": [".length();
      starts[i] = from;
    }
    starts[2] = whole.indexOf("\"id\": \"12\"") + "\"id\": \"12\"".length();

    for (int cut = starts[0]; cut < whole.length(); cut++) {
      Exports.write(directory, whole.substring(0, cut));

      var index = ExportIndex.of(directory, ExportBounds.NONE);

      int expected = 0;
      while (expected < 4 && starts[expected] <= cut) {
        expected++;
      }
      assertThat(index.chats()).as("cut at %d", cut).hasSize(expected);
      assertThat(index.damage()).isEqualTo("cut off at byte " + cut);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "public_channel, telegram:channel:5",
    "private_channel, telegram:channel:5",
    "public_supergroup, telegram:channel:5",
    "private_supergroup, telegram:channel:5",
    "private_group, telegram:chat:5",
    "personal_chat, telegram:user:5",
    "bot_chat, telegram:user:5",
    "saved_messages, telegram:user:5",
    "replies, telegram:replies:5",
  })
  void identities_keep_the_spaces_of_ids_apart(String type, String identity) throws IOException {
    var file = ExportFile.of(directory, ExportBounds.NONE);

    assertThat(new ExportChat(file, type, 5, "n", 1, 0, 0).identity()).isEqualTo(identity);
  }

  @Test
  void an_export_without_any_chat_says_so() throws IOException {
    assertThat(uncollected("{'about': '', 'chats': {'list': []}}"))
        .containsExactly("it holds no chat: choose some in Telegram Desktop");
  }

  @Test
  void chats_that_cannot_be_collected_are_told_by_what_they_lack() throws IOException {
    var nameless = "{'type': 'saved_messages', 'messages': [{'text': 'x'}]}";
    assertThat(uncollected(nameless))
        .containsExactly(
            "the chat without a name has no id, so it cannot be collected: export it again with a"
                + " newer Telegram Desktop");

    var old = "{'name': 'N%d', 'type': 'public_channel', 'messages': []}";
    var many = String.join(",", List.of(1, 2, 3, 4, 5, 6).stream().map(old::formatted).toList());
    assertThat(
            uncollected(
                """
                {'chats': {'list': [%s, {'id': 3, 'name': 'Empty'}, 7, 'x']},
                 'left_chats': {'list': [{'id': 4, 'name': 'Odd', 'messages': {}}]}}\
                """
                    .formatted(many)))
        .containsExactly(
            "6 chats have no id, so they cannot be collected: export them again with a newer"
                + " Telegram Desktop (N1, N2, N3, N4, N5, ...)",
            "2 chats have no list of messages, so they cannot be collected (Empty, Odd)",
            "2 chats have no form of a chat, so they cannot be collected (without a name, without"
                + " a name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'chats': {}}", "[]", "oops", "}"})
  void what_stands_behind_an_export_of_many_chats_is_told(String more) throws IOException {
    var first = FULL.strip().replace("chat's", "chat");
    assertThat(uncollected(first + more))
        .containsExactly(
            "it goes on behind its end at byte %d, and that is not read"
                .formatted(first.getBytes(StandardCharsets.UTF_8).length));
    assertThat(uncollected(first + " \n")).isEmpty();
  }

  @Test
  void a_chat_in_two_lists_is_there_twice() throws IOException {
    var chat = "{'name': 'A', 'type': 'private_group', 'id': 5, 'messages': [], 'messages': []}";
    Exports.write(
        directory,
        "{'chats': {'list': [%s]}, 'left_chats': {'list': [%s]}}"
            .formatted(chat, chat)
            .replace('\'', '"'));

    var index = ExportIndex.of(directory, ExportBounds.NONE);

    assertThat(index.chats())
        .extracting(ExportChat::part)
        .containsExactly(
            "telegram:chat:5", "telegram:chat:5#2", "telegram:chat:5#3", "telegram:chat:5#4");
    assertThat(index.chats()).extracting(ExportChat::identity).containsOnly("telegram:chat:5");
    assertThat(index.chat("telegram:chat:5#3")).contains(index.chats().get(2));
  }

  private List<String> uncollected(String json) throws IOException {
    Exports.write(directory, json.replace('\'', '"'));
    return ExportIndex.of(directory, ExportBounds.NONE).uncollected().stream()
        .map(Offer.Uncollected::words)
        .toList();
  }

  private static int byteAt(Path file, long at) {
    try {
      return Files.readAllBytes(file)[(int) at];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void deep_nesting_is_damage_and_no_stack_overflow() throws IOException {
    var deep = "[".repeat(100_000);
    Exports.write(directory, FULL.replace("\"left_chats\": {", "\"left_chats\": {\"x\":" + deep));

    var index = ExportIndex.of(directory, ExportBounds.NONE);

    assertThat(index.chats()).hasSize(4);
    assertThat(index.damage()).startsWith("beyond what is read at byte ").contains("1000");
  }
}
