package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenExportTest {
  private static ActorTestKit kit;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            ConfigFactory.parseString("sluice.source-dispatcher.type = PinnedDispatcher")
                .withFallback(
                    ConfigFactory.parseString(
                        "sluice.source-dispatcher.executor = thread-pool-executor")));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cut_at_any_byte_it_gives_the_whole_messages_before(boolean minified) throws IOException {
    var json =
        Exports.channel(
            Exports.message(101, "eins"),
            Exports.message(102, "два 🌍"),
            "{\"id\": 103, \"odd\": [true, false, null, -1.5e3]}");
    var bytes = (minified ? Exports.minified(json) : json).getBytes(StandardCharsets.UTF_8);
    var file = Files.write(directory.resolve("result.json"), bytes);
    var source = Reading.firstChat(directory, Reading.EVERYTHING);
    var whole = Reading.of(kit.system(), source, Optional.empty());
    int start = (int) ExportIndex.of(directory, ExportBounds.NONE).chats().get(0).start();
    int end = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(']');

    for (int cut = start + 1; cut <= end; cut++) {
      int bytesLeft = cut;
      Files.write(file, Arrays.copyOf(bytes, cut));

      var reading = read();

      var expected =
          whole.arrivals().stream()
              .filter(arrival -> arrival.after().offset() <= bytesLeft)
              .map(arrival -> arrival.message())
              .toList();
      assertThat(reading.arrivals()).extracting(arrival -> arrival.message()).isEqualTo(expected);
      var after =
          expected.isEmpty()
              ? "before its first message"
              : "after message " + (100 + expected.size());
      assertThat(reading.failure())
          .isInstanceOf(BrokenExportException.class)
          .hasMessage(
              "%s is cut off at byte %d (%s): export it again, or repair it"
                  .formatted(file, cut, after));
    }
  }

  @Test
  void cut_behind_the_last_message_nothing_is_missing() throws IOException {
    var json = Exports.channel(Exports.message(1, "one"));
    Exports.write(directory, json.substring(0, json.lastIndexOf(']') + 1));

    var reading = read();

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.failure()).isNull();
  }

  @Test
  void many_messages_before_the_break_are_all_given() throws IOException {
    var messages = new String[1000];
    Arrays.setAll(messages, i -> "{\"id\": %d}".formatted(i + 1));
    var json = Exports.channel(messages);
    Exports.write(directory, json.substring(0, json.lastIndexOf(']')));

    var reading = read();

    assertThat(reading.arrivals()).hasSize(1000);
    assertThat(reading.failure()).hasMessageContaining("(after message 1000)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"id\": 2 \"x\"}", "{\"id\": 02}", "oops", "{\"id\": 2, 'a': 1}", "{\"id\": 2]"})
  void a_malformed_message_is_told_with_its_byte_in_the_file(String malformed) throws IOException {
    var json = "\uFEFF" + Exports.channel(Exports.message(1, "два 🌍"), malformed, "{\"id\": 3}");
    var file = Exports.write(directory, json);
    int from =
        json.substring(0, json.lastIndexOf(malformed)).getBytes(StandardCharsets.UTF_8).length;
    var first = read();

    assertThat(first.ids()).containsExactly(1L);
    assertBreaksWithin(first.failure(), file, from, malformed.length(), "after message 1");

    var resumed =
        Reading.of(
            kit.system(),
            Reading.firstChat(directory, Reading.EVERYTHING),
            Optional.of(first.cursor(0)));
    assertThat(resumed.arrivals()).isEmpty();
    assertBreaksWithin(resumed.failure(), file, from, malformed.length(), "after 1 messages");
  }

  @Test
  void a_comma_too_many_is_malformed_also_when_resumed() throws IOException {
    Exports.write(directory, Exports.channel(Exports.message(1, "one"), ""));
    var first = read();

    var resumed =
        Reading.of(
            kit.system(),
            Reading.firstChat(directory, Reading.EVERYTHING),
            Optional.of(first.cursor(0)));

    assertThat(first.failure()).isInstanceOf(BrokenExportException.class);
    assertThat(resumed.failure()).isInstanceOf(BrokenExportException.class);
  }

  @Test
  void nesting_without_end_is_no_stack_overflow() throws IOException {
    Exports.write(
        directory,
        Exports.channel(Exports.message(1, "one"), "{\"id\": 2, \"text\": " + "[".repeat(100_000)));

    var reading = read();

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.failure())
        .isInstanceOf(BrokenExportException.class)
        .hasMessageContaining("is beyond what is read at byte")
        .hasMessageContaining("(after message 1)");
  }

  @Test
  void a_text_of_megabytes_is_read_and_one_without_end_is_told() throws IOException {
    Exports.write(
        directory,
        Exports.channel(
            "{\"id\": 1, \"text\": \"%s\"}".formatted("x".repeat(5_000_000)),
            "{\"id\": 2, \"text\": \"%s\"}".formatted("x".repeat(21_000_000))));

    var reading = read();

    assertThat(reading.ids()).containsExactly(1L);
    assertThat(reading.failure())
        .isInstanceOf(BrokenExportException.class)
        .hasMessageContaining("20000000");
  }

  private static void assertBreaksWithin(
      Throwable failure, Path file, int from, int length, String after) {
    assertThat(failure)
        .isInstanceOf(BrokenExportException.class)
        .hasMessageMatching(
            "\\Q%s\\E is malformed at byte \\d+ \\(%s\\): export it again, or repair it"
                .formatted(file, after));
    var at = Integer.parseInt(failure.getMessage().replaceAll(".* at byte (\\d+) .*", "$1"));
    assertThat(at).isBetween(from, from + length + 1);
  }

  private Reading read() throws IOException {
    return Reading.of(
        kit.system(), Reading.firstChat(directory, Reading.EVERYTHING), Optional.empty());
  }
}
