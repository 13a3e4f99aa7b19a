package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no message costs only itself, and is counted. */
class PassedOverTest {
  private static final String FIRST = Exports.message(1, "eins");
  private static final String LAST = Exports.message(3, "три 🌍");
  private static ActorTestKit kit;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    kit = Reading.kit();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private Reading read(Optional<ExportCursor> cursor) throws IOException {
    return Reading.of(kit.system(), Reading.firstChat(directory, Reading.EVERYTHING), cursor);
  }

  private Reading read(String json) throws IOException {
    Exports.write(directory, json);
    var reading = read(Optional.empty());
    assertThat(reading.failure()).isNull();
    assertResumes(reading);
    return reading;
  }

  /** From each cursor on, exactly the rest comes, and the same is counted in the end. */
  private void assertResumes(Reading whole) throws IOException {
    for (int k = 0; k < whole.arrivals().size(); k++) {
      var rest = read(Optional.of(whole.cursor(k)));
      assertThat(rest.failure()).isNull();
      assertThat(rest.arrivals())
          .as("behind %s", whole.cursor(k))
          .isEqualTo(whole.arrivals().subList(k + 1, whole.arrivals().size()));
    }
  }

  private static Told text(Reading reading, int index) {
    var message = reading.arrivals().get(index).message();
    return new Told(message.id(), message.text());
  }

  private record Told(long id, String text) {}

  @Test
  void messages_without_an_id_are_counted_also_where_there_is_no_other() throws IOException {
    var nameless = "{\"type\": \"message\", \"text\": \"hello\"}";

    var reading = read(Exports.channel(nameless, nameless, nameless));

    assertThat(reading.ids()).isEmpty();
    assertThat(reading.passedOver()).isEqualTo(Map.of("messages without an id", 3L));
    assertThat(reading.cursor(0).offset()).isEqualTo(Files.size(directory.resolve("result.json")));
  }

  @Test
  void what_is_no_object_is_counted() throws IOException {
    var reading = read(Exports.channel("5", FIRST, "\"no message\"", "[1]", LAST, "null"));

    assertThat(reading.ids()).containsExactly(1L, 3L);
    assertThat(reading.passedOver()).isEqualTo(Map.of("entries that are no messages", 4L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": 2 \"x\"}",
        "oops",
        "{\"id\": 2, 'a': 1}",
        "{\"id\": 2]",
        "{\"id\": 2, \"type\": \"message\", \"text\": \"an \"open\" question\"}",
        "{\"id\": 2, \"type\": \"message\", \"text\": \"without end}",
        "{\"id\": 2, \"text\": \"a\" \"b\": {}}}}}}]]",
        "}]",
      })
  void a_malformed_message_costs_only_itself(String malformed) throws IOException {
    var between = read("\uFEFF" + Exports.channel(FIRST, malformed, LAST));
    assertThat(between.ids()).containsExactly(1L, 3L);
    assertThat(text(between, 1)).isEqualTo(new Told(3, "три 🌍"));
    assertThat(between.passedOver()).isEqualTo(Map.of("malformed messages", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"id\": 2 \"x\"}", "oops", "{\"id\": 2, \"text\": \"an \"open\" question\"}"})
  void a_malformed_message_may_be_the_last_or_the_only_one(String malformed) throws IOException {
    var last = read(Exports.channel(FIRST, malformed));
    assertThat(last.ids()).containsExactly(1L);
    assertThat(last.passedOver()).isEqualTo(Map.of("malformed messages", 1L));

    assertThat(read(Exports.channel(malformed)).passedOver())
        .isEqualTo(Map.of("malformed messages", 1L));
  }

  @Test
  void nesting_without_end_is_no_stack_overflow() throws IOException {
    var deep = "{\"id\": 2, \"type\": \"message\", \"text\": " + "[".repeat(100_000);
    var reading = read(Exports.channel(FIRST, deep, LAST));

    assertThat(reading.ids()).containsExactly(1L, 3L);
    assertThat(reading.passedOver()).isEqualTo(Map.of("malformed messages", 1L));
  }

  @Test
  void a_text_of_megabytes_is_read_and_a_longer_one_is_counted() throws IOException {
    var message = "{\"id\": %d, \"type\": \"message\", \"text\": \"%s\"}";
    var reading =
        read(
            Exports.channel(
                message.formatted(1, "x".repeat(5_000_000)),
                message.formatted(2, "x".repeat(21_000_000)),
                LAST));

    assertThat(reading.ids()).containsExactly(1L, 3L);
    assertThat(reading.passedOver()).isEqualTo(Map.of("malformed messages", 1L));
  }

  @Test
  void a_comma_too_many_loses_nothing() throws IOException {
    var reading = read(Exports.channel(FIRST, ""));

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.passedOver()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video_files/sticker.webm",
        "true_north.webm",
        "files/a:b.tgs",
        "null/x",
        "-",
        "5368/4.webm",
        "02",
        "(File not included. Change settings to download.)",
        "stickers\\a\tb.webp "
      })
  void a_value_without_quotes_is_read_as_a_text(String bare) throws IOException {
    var message =
        """
        {"id": 2, "type": "message", "n": [1, -2.5e3, true, null], "mood": %s,
         "text": ["ahoy ", {"type": "custom_emoji", "text": "{😁}\\", \\"", "document_id":%s}]}\
        """
            .formatted(bare, bare);

    var reading = read(Exports.channel(FIRST, message, LAST));

    assertThat(reading.ids()).containsExactly(1L, 2L, 3L);
    assertThat(reading.passedOver()).isEmpty();
    assertThat(text(reading, 1).text()).isEqualTo("ahoy {😁}\", \"");
    assertThat(reading.arrivals().get(1).message().details().leftOut())
        .startsWith("{\"n\":[1,-2500.0,true,null],\"mood\":\"" + bare.charAt(0));

    assertThat(read(Exports.channel(FIRST, message)).ids()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": \"B\"}", "[1]", "5", "oops", "}"})
  void what_stands_behind_the_document_is_counted(String more) throws IOException {
    var reading = read(Exports.channel(FIRST) + "\n" + more);

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.passedOver()).isEqualTo(Map.of("documents behind the first", 1L));
  }

  @Test
  void a_second_list_of_messages_is_counted() throws IOException {
    var json = Exports.channel(FIRST);
    var more = json.replaceFirst("\\]\\s*\\}$", "], \"x\": {\"messages\": [1]}, \"messages\": []}");
    var reading = read(more + "{}{}");

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.passedOver())
        .isEqualTo(
            Map.of("lists of messages behind the first", 1L, "documents behind the first", 2L));
  }

  @Test
  void of_a_field_that_is_there_twice_the_one_with_content_counts() throws IOException {
    var reading =
        read(
            Exports.channel(
                "{\"id\": 1, \"text\": \"boat\", \"text\": \"\", \"text_entities\": []}",
                "{\"id\": 2, \"text\": [], \"text\": \"tide\"}",
                "{\"id\": 3, \"from\": \"Ann\", \"text\": \"pier\", \"from\": null, \"text\":"
                    + " \"pier\"}"));

    assertThat(text(reading, 0).text()).isEqualTo("boat");
    assertThat(text(reading, 1).text()).isEqualTo("tide");
    assertThat(text(reading, 2).text()).isEqualTo("pier");
    assertThat(reading.arrivals().get(2).message().author()).isEqualTo("Ann");
    assertThat(reading.arrivals())
        .allMatch(arrival -> arrival.message().details().leftOut() == null);
  }

  @Test
  void of_two_with_content_the_other_is_left_out_and_kept() throws IOException {
    var reading =
        read(
            Exports.channel(
                "{\"id\": 1, \"text\": \"one\", \"text\": [\"two\"], \"text\": [\"three\"],"
                    + " \"text\": \"four\", \"text\": []}"));

    assertThat(text(reading, 0).text()).isEqualTo("one");
    assertThat(reading.arrivals().get(0).message().details().leftOut())
        .isEqualTo(
            "{\"text (again)\":[\"two\"],\"text (again and again)\":[[\"three\"],\"four\",[]]}");
  }

  @Test
  void in_an_export_of_many_chats_each_is_found_and_read_for_itself() throws IOException {
    var chat = "{\"name\": \"%s\", \"type\": \"bot_chat\", \"id\": %d, \"messages\": [%s]}";
    var bad = "{\"id\": 2, \"type\": \"message\", \"text\": \"an \"open\" question\"}";
    Exports.write(
        directory,
        "{\"chats\": {\"list\": [%s, %s]}, \"left_chats\": {\"list\": [%s]}}"
            .replace("%s, %s]", "%s, %s, {\"name\": \"Old\", \"type\": \"x\", \"messages\": []}]")
            .formatted(
                chat.formatted("A \\\"the\\\" first", 1, FIRST + "," + bad + "," + LAST),
                chat.formatted("B", 2, LAST + "," + bad),
                chat.formatted("C", 3, FIRST)));

    var index = ExportIndex.of(directory, ExportBounds.NONE);

    assertThat(index.damage()).isNull();
    assertThat(index.uncollected())
        .singleElement()
        .satisfies(old -> assertThat(old.words()).startsWith("the chat Old has no id"));
    assertThat(index.chats()).extracting(ExportChat::id).containsExactly(1L, 2L, 3L);
    var readings =
        index.chats().stream()
            .map(
                found ->
                    Reading.of(
                        kit.system(),
                        new ExportSource(found, Reading.EVERYTHING),
                        Optional.empty()))
            .toList();
    assertThat(readings).allMatch(reading -> reading.failure() == null);
    assertThat(readings.get(0).ids()).containsExactly(1L, 3L);
    assertThat(readings.get(0).passedOver()).isEqualTo(Map.of("malformed messages", 1L));
    assertThat(readings.get(1).ids()).containsExactly(3L);
    assertThat(readings.get(1).passedOver()).isEqualTo(Map.of("malformed messages", 1L));
    assertThat(readings.get(2).ids()).containsExactly(1L);
    assertThat(readings.get(2).passedOver()).isEmpty();
  }
}
