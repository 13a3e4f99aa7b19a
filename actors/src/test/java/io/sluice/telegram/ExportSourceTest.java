package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportSourceTest {
  private static final String CHANNEL =
      Exports.channel(
          Exports.message(1, "eins"),
          Exports.message(2, "два \\\" 🌍"),
          "  { \"id\": 3, \"text\": [\"a\", {\"type\": \"bold\", \"text\": \"}],{\"}] }",
          "  \"no message\"",
          "  { \"type\": \"message\" }",
          Exports.message(4, "четыре"));

  private static final String FULL =
      """
      {"chats": {"list": [
        {"name": "A", "type": "bot_chat", "id": 1, "messages": [{"id": 1}, {"id": 2}]},
        {"name": "B", "type": "bot_chat", "id": 2, "messages": [{"id": 1}, {"id": 5}]}
      ]}}\
      """;

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

  static Stream<String> forms() {
    return Stream.of(CHANNEL, Exports.minified(CHANNEL), "\uFEFF" + CHANNEL, FULL);
  }

  @Test
  void gives_the_messages_in_the_files_order_and_passes_over_what_is_none() throws IOException {
    Exports.write(directory, CHANNEL);

    var reading = read(Reading.EVERYTHING, null);

    assertThat(reading.failure()).isNull();
    assertThat(reading.ids()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(reading.arrivals())
        .extracting(arrival -> arrival.message().text())
        .containsExactly("eins", "два \" 🌍", "a}],{", "четыре");
    assertThat(reading.arrivals())
        .extracting(arrival -> arrival.after().messages())
        .containsExactly(1L, 2L, 3L, 6L);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void resumes_from_every_cursor_with_exactly_the_rest(String json) throws IOException {
    var file = Exports.write(directory, json);
    var whole = read(Reading.EVERYTHING, null);
    assertThat(whole.arrivals()).hasSizeGreaterThan(1);

    for (int k = 0; k < whole.arrivals().size(); k++) {
      var cursor = whole.cursor(k);
      var rest = read(Reading.EVERYTHING, cursor);

      assertThat(Files.readAllBytes(file)[(int) cursor.offset() - 1]).isEqualTo((byte) '}');
      assertThat(rest.failure()).isNull();
      assertThat(rest.arrivals())
          .isEqualTo(whole.arrivals().subList(k + 1, whole.arrivals().size()));
    }
  }

  /** A second pool of threads would have each message handed from one to the other. */
  @Test
  void reads_on_the_threads_for_sources_alone() throws IOException {
    Exports.write(directory, CHANNEL);

    assertThat(read(Reading.EVERYTHING, null).failure()).isNull();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .filteredOn(name -> name.startsWith(kit.system().name()))
        .anyMatch(name -> name.contains("sluice.source-dispatcher"))
        .noneMatch(name -> name.contains("blocking-io"));
  }

  @Test
  void reads_only_its_own_chat_of_a_full_export() throws IOException {
    Exports.write(directory, FULL);
    var second = ExportIndex.of(directory, ExportBounds.NONE).chat("telegram:user:2").orElseThrow();

    var reading =
        Reading.of(kit.system(), new ExportSource(second, Reading.EVERYTHING), Optional.empty());

    assertThat(reading.ids()).containsExactly(1L, 5L);
    assertThat(reading.failure()).isNull();
  }

  @Test
  void a_cursor_survives_being_stored_as_json() throws IOException {
    Exports.write(directory, CHANNEL);
    var cursor = read(Reading.EVERYTHING, null).cursor(1);
    var mapper = new ObjectMapper();

    var stored = mapper.writeValueAsString(cursor);

    assertThat(mapper.readValue(stored, ExportCursor.class)).isEqualTo(cursor);
    assertThat(read(Reading.EVERYTHING, cursor).ids()).containsExactly(3L, 4L);
  }

  @Test
  void a_changed_file_is_read_from_the_beginning() throws IOException {
    var file = Exports.write(directory, CHANNEL);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    var cursor = read(Reading.EVERYTHING, null).cursor(1);

    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    assertThat(Reading.of(kit.system(), source, Optional.of(cursor)).ids())
        .containsExactly(1L, 2L, 3L, 4L);

    Exports.write(directory, "\n\n\n" + Exports.channel(Exports.message(9, "new")));
    assertThat(Reading.of(kit.system(), source, Optional.of(cursor)).ids()).containsExactly(9L);
  }

  @Test
  void a_cursor_of_another_selection_or_chat_is_not_used() throws IOException {
    Exports.write(directory, FULL);
    var chats = ExportIndex.of(directory, ExportBounds.NONE).chats();
    var source = new ExportSource(chats.get(0), Reading.EVERYTHING);
    var cursor = Reading.of(kit.system(), source, Optional.empty()).cursor(0);

    var since = new ExportOptions(Instant.EPOCH, 0, ZoneOffset.UTC);
    var zone = ExportOptions.everything(ZoneId.of("Asia/Tokyo"));
    for (var other :
        List.of(
            new ExportSource(chats.get(0), since),
            new ExportSource(chats.get(0), zone),
            new ExportSource(chats.get(1), Reading.EVERYTHING))) {
      assertThat(Reading.of(kit.system(), other, Optional.of(cursor)).arrivals()).hasSize(2);
      assertThat(other.progress(cursor)).isZero();
    }
    assertThat(Reading.of(kit.system(), source, Optional.of(cursor)).arrivals()).hasSize(1);
  }

  @Test
  void leaves_out_what_was_sent_before_and_moves_the_cursor_past_it() throws IOException {
    Exports.write(directory, CHANNEL);
    var since = new ExportOptions(Instant.ofEpochSecond(1709280000 + 2), 0, ZoneOffset.UTC);

    var reading = read(since, null);

    assertThat(reading.ids()).containsExactly(2L, 3L, 4L);
    assertThat(reading.cursor(0).messages()).isEqualTo(2);
    assertThat(read(since, reading.cursor(0)).ids()).containsExactly(3L, 4L);
  }

  @Test
  void thousands_left_out_in_a_row_do_not_end_the_stream() throws IOException {
    var messages = new ArrayList<String>();
    for (int id = 1; id <= 2500; id++) {
      messages.add("{\"id\": %d, \"date_unixtime\": %d}".formatted(id, id));
    }
    Exports.write(directory, Exports.channel(messages.toArray(String[]::new)));

    var since = new ExportOptions(Instant.ofEpochSecond(2500), 0, ZoneOffset.UTC);

    assertThat(read(since, null).ids()).containsExactly(2500L);
  }

  @Test
  void single_messages_come_again_whatever_the_limit_is() throws IOException {
    Exports.write(directory, CHANNEL);
    var source = Reading.firstChat(directory, new ExportOptions(null, 1, ZoneOffset.UTC));
    var again =
        source
            .messages(new TreeSet<>(List.of(2L, 3L, 99L)))
            .map(arrival -> arrival.message().id())
            .runWith(Sink.seq(), kit.system());
    assertThat(again.toCompletableFuture().join()).containsExactly(2L, 3L);
  }

  @Test
  void a_limit_holds_for_each_run() throws IOException {
    Exports.write(directory, CHANNEL);
    var limited = new ExportOptions(null, 3, ZoneOffset.UTC);

    var first = read(limited, null);

    assertThat(first.ids()).containsExactly(1L, 2L, 3L);
    assertThat(read(limited, first.cursor(2)).ids()).containsExactly(4L);
    assertThatThrownBy(() -> new ExportOptions(null, -1, ZoneOffset.UTC))
        .hasMessage("limit must be 0 (none) or more, was -1");
  }

  @Test
  void progress_goes_from_nothing_to_all() throws IOException {
    Exports.write(directory, FULL);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    var reading = Reading.of(kit.system(), source, Optional.empty());

    assertThat(source.progress(reading.cursor(0))).isBetween(0.3, 0.6);
    assertThat(source.progress(reading.cursor(1))).isBetween(0.9, 1.0);
  }

  @Test
  void control_characters_as_telegram_desktop_escapes_them_are_read() throws IOException {
    var file =
        Exports.write(directory, Exports.channel(Exports.message(1, "a\\x0Bb\\x00c\\\\x0B")));

    assertThat(read(Reading.EVERYTHING, null).arrivals())
        .extracting(arrival -> arrival.message().text())
        .containsExactly("a\u000Bb\uFFFDc\\x0B");

    Files.writeString(file, Files.readString(file).replace("\\x0B", "\\x0G"));
    assertThat(read(Reading.EVERYTHING, null).passedOver())
        .isEqualTo(Map.of("malformed messages", 1L));
  }

  @Test
  void a_file_that_vanished_is_an_io_exception_with_its_path() throws IOException {
    var file = Exports.write(directory, CHANNEL);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    Files.delete(file);

    assertThat(Reading.of(kit.system(), source, Optional.empty()).failure())
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_chat_that_is_no_longer_in_the_file_is_told() throws IOException {
    Exports.write(directory, CHANNEL);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    Exports.write(directory, FULL);

    assertThat(Reading.of(kit.system(), source, Optional.empty()).failure())
        .isInstanceOf(NoSuchChatException.class)
        .hasMessageContaining("no longer holds the chat telegram:channel:1234567890");
  }

  private Reading read(ExportOptions options, ExportCursor cursor) throws IOException {
    return Reading.of(
        kit.system(), Reading.firstChat(directory, options), Optional.ofNullable(cursor));
  }
}
